import { chooseDocument } from './choose-document.js'
import { findAllowedFiles, sendPicture } from './send-picture.js'
import { getTexts, nameDocument, t } from './text.js'

const KIND = 'supplementary-documents'
const PAUSE_BETWEEN_LOOKS = 500
const MOST_PAGES = 10

export async function captureSupplementaryDocument(context, requirement) {
  for (;;) {
    const chosen = await choose(context, requirement)
    if (await capturePages(context, requirement, chosen)) return waitUntilRead(context, requirement)
  }
}

/** Captures any number of pages, or one PDF. Resolves to false when the user chooses another letter. */
async function capturePages(context, requirement, chosen) {
  const { api } = context
  let id
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const sent = await sendPicture(context, describe(context, chosen, page), async (picture) => {
      id ??= (
        await api.addResource(KIND, {
          requirement_id: requirement.id,
          issuing_country: chosen.issuingCountry,
          document_type: chosen.documentType,
        })
      ).id
      await (picture.blob.type === 'application/pdf'
        ? api.sendFile(id, picture.blob)
        : api.sendPage(KIND, id, page, picture))
      return picture
    })
    if (sent === undefined) return false
    if (sent.isLast) return true
  }
  return true
}

function choose(context, { document_types: documentTypes, country_codes: countries }) {
  return chooseDocument(context, {
    offers: countries.map((country) => ({ country, documentTypes })),
    title: t('chooseSupplementary'),
    intro: t('chooseSupplementaryIntro'),
  })
}

function describe({ api, sdkConfig }, { issuingCountry, documentType }, page) {
  const files = findAllowedFiles(sdkConfig.allowed_capture_methods, { pdf: page === 0 })
  const document = nameDocument(documentType)
  const isEducated = sdkConfig.suppressed_screens?.includes('SUPPLEMENTARY_DOCUMENT_EDUCATION')
  return {
    title:
      page === 0
        ? t('captureLetter', { document })
        : t('captureLetterPage', { document, page: page + 1 }),
    intro: files ? t('captureIntroWithUpload') : t('captureIntro'),
    tips: isEducated ? undefined : Object.values(getTexts('documentTips')),
    facingMode: 'environment',
    specimenUrl: api.specimenUrl(issuingCountry, documentType, 0),
    files,
    canChange: page === 0,
    mayAddPage: page + 1 < MOST_PAGES,
  }
}

// Waits for text extraction, because the requirement is not met before.
async function waitUntilRead({ api, screen }, { id }) {
  screen.showBusy(t('reading'))
  for (;;) {
    const { capture } = await api.getConfiguration()
    const requirement = capture.required_resources.find((one) => one.id === id)
    if (requirement?.state !== 'IN_PROGRESS') return
    await new Promise((resolve) => setTimeout(resolve, PAUSE_BETWEEN_LOOKS))
  }
}
