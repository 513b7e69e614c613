import { setTimeout as delay } from 'node:timers/promises'
import { ClientError } from './client-error.js'
import type { RequirementOf } from './configuration.js'
import type { ChosenDocument, StepContext, StepResult } from './end-user.js'
import { pdfFile, photograph, pictureFile } from './pictures.js'

const RESOURCE_TYPE = 'supplementary-documents'
const POLL_INTERVAL_MS = 100

type SupplementaryDocument = RequirementOf<'SUPPLEMENTARY_DOCUMENT'>

/** Chooses a letter, sends it as a picture or as a PDF, and waits until it was read. */
export async function captureSupplementaryDocument(
  context: StepContext,
  requirement: SupplementaryDocument,
  wanted: ChosenDocument | undefined,
): Promise<StepResult> {
  const { api, endUser } = context
  const chosen = wanted ?? findFirstAllowedDocument(requirement)
  for (;;) {
    const { id } = await api.addDocument(RESOURCE_TYPE, {
      requirement_id: requirement.id,
      issuing_country: chosen.country,
      document_type: chosen.type,
    })
    if (chosen.form === 'FILE') {
      await api.sendFile(id, pdfFile)
    } else {
      const { captureMethod: method = 'CAMERA' } = chosen
      const picture = method === 'CAMERA' ? photograph : pictureFile
      await api.sendPage(RESOURCE_TYPE, id, { page: 0, method, picture })
    }
    if ((await waitForExtraction(context, requirement)) !== 'REQUIRED') return 'DONE'
    if (!endUser.tryAgain) return 'GONE'
  }
}

function findFirstAllowedDocument(requirement: SupplementaryDocument): ChosenDocument {
  const { country_codes: countries, document_types: types } = requirement
  const [country] = countries
  const [type] = types
  if (country === undefined || type === undefined) throw new ClientError(5008)
  return { country, type }
}

/** It is read behind the scenes; going on before would ask for it once more. */
async function waitForExtraction({ api, signal }: StepContext, { id }: SupplementaryDocument) {
  for (;;) {
    const { capture } = await api.getConfiguration()
    const state = capture.required_resources.find((one) => one.id === id)?.state
    if (state !== 'IN_PROGRESS') return state
    await delay(POLL_INTERVAL_MS, undefined, { ...(signal && { signal }) })
  }
}
