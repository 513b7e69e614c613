import { chooseDocument } from './choose-document.js'
import { ClientError } from './client-error.js'
import { findAllowedFiles, sendPicture } from './send-picture.js'
import { getTexts, nameSide, t } from './text.js'
import { offerRetry } from './offer-retry.js'

/** Each attempt is a new resource. */
export async function captureIdDocument(context, requirement) {
  let attempts = requirement.attempts_remaining ?? {}
  if (Object.values(attempts).includes(0)) throw new ClientError(4001)
  for (;;) {
    const chosen = await choose(context, requirement)
    const resourceId = await captureSides(context, requirement, chosen)
    if (resourceId === undefined) continue
    context.screen.showBusy(t('reading'))
    const outcome = await context.api.readDocument(resourceId)
    if (outcome.recommendation.value === 'PROGRESS') return
    if (!(await offerRetry(context.screen, outcome, attempts))) return
    attempts = outcome.attempts_remaining
  }
}

function choose(context, requirement) {
  const offers = requirement.supported_countries.map(
    ({ code, supported_documents: documents }) => ({
      country: code,
      documentTypes: documents.map(({ type }) => type),
    }),
  )
  // No document satisfies this requirement.
  if (offers.length === 0) throw new ClientError(5008)
  const { suppressed_screens: suppressed = [] } = context.sdkConfig
  const isOne = offers.length === 1 && offers[0].documentTypes.length === 1
  if (isOne && suppressed.includes('ID_DOCUMENT_REQUIREMENTS')) {
    return { issuingCountry: offers[0].country, documentType: offers[0].documentTypes[0] }
  }
  return chooseDocument(context, {
    offers,
    title: t('chooseDocument'),
    intro: t('chooseDocumentIntro'),
  })
}

/** Resolves to the id of the new resource, or undefined when the user chooses another document. */
async function captureSides(context, requirement, { issuingCountry, documentType }) {
  const { api, sdkConfig } = context
  const files = findAllowedFiles(requirement.allowed_capture_methods, { pdf: false })
  const isEducated = sdkConfig.suppressed_screens?.includes('ID_DOCUMENT_EDUCATION')
  let resource
  for (let page = 0; page < (resource?.pages ?? 1); page += 1) {
    const subject = {
      title: nameSide(documentType, page),
      intro: files ? t('captureIntroWithUpload') : t('captureIntro'),
      tips: isEducated ? undefined : Object.values(getTexts('documentTips')),
      facingMode: 'environment',
      specimenUrl: api.specimenUrl(issuingCountry, documentType, page),
      files,
      canChange: page === 0,
    }
    const sent = await sendPicture(context, subject, async (picture) => {
      resource ??= await api.addResource('id-documents', {
        requirement_id: requirement.id,
        issuing_country: issuingCountry,
        document_type: documentType,
      })
      await sendPage(api, resource.id, page, picture)
      return resource
    })
    if (sent === undefined) return undefined
  }
  return resource.id
}

async function sendPage(api, resourceId, page, picture) {
  await api.sendPage('id-documents', resourceId, page, picture)
  for (const [frame, blob] of picture.extraShots.entries()) {
    await api.sendPageFrame(resourceId, page, frame, blob)
  }
}
