import { findAllowedFiles } from './allowed-files.js'
import { chooseDocument } from './choose-document.js'
import { sendPicture } from './send-picture.js'
import { text } from './text.js'

const KIND = 'supplementary-documents'
const PAUSE_BETWEEN_LOOKS = 500

export async function captureSupplementaryDocument(context, requirement) {
  for (;;) {
    const chosen = await choose(context, requirement)
    const sent = await sendPicture(context, describe(context, chosen), async (picture) => {
      const { id } = await context.api.addResource(KIND, {
        requirement_id: requirement.id,
        issuing_country: chosen.issuingCountry,
        document_type: chosen.documentType,
      })
      await (picture.blob.type === 'application/pdf'
        ? context.api.sendFile(id, picture.blob)
        : context.api.sendPage(KIND, id, 0, picture))
      return id
    })
    if (sent !== undefined) return waitUntilRead(context, requirement)
  }
}

function choose(context, { document_types: documentTypes, country_codes: countries }) {
  return chooseDocument(context, {
    offers: countries.map((country) => ({ country, documentTypes })),
    title: text.chooseSupplementary,
    intro: text.chooseSupplementaryIntro,
  })
}

function describe({ api, sdkConfig }, { issuingCountry, documentType }) {
  const files = findAllowedFiles(sdkConfig.allowed_capture_methods, { pdf: true })
  const isEducated = sdkConfig.suppressed_screens?.includes('SUPPLEMENTARY_DOCUMENT_EDUCATION')
  return {
    title: text.captureLetter(documentType),
    intro: files ? text.captureIntroWithUpload : text.captureIntro,
    tips: isEducated ? undefined : text.documentTips,
    facingMode: 'environment',
    specimenUrl: api.specimenUrl(issuingCountry, documentType, 0),
    files,
    canChange: true,
  }
}

// It is read behind the scenes; going on before would ask for it once more.
async function waitUntilRead({ api, screen }, { id }) {
  screen.showBusy(text.reading)
  for (;;) {
    const { capture } = await api.getConfiguration()
    const requirement = capture.required_resources.find((one) => one.id === id)
    if (requirement?.state !== 'IN_PROGRESS') return
    await new Promise((resolve) => setTimeout(resolve, PAUSE_BETWEEN_LOOKS))
  }
}
