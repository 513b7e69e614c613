import type { createEndUser } from '../emulator/end-user.js'
import { JPEG, PNG } from '../emulator/end-user.js'

export type EndUser = ReturnType<typeof createEndUser>

export const PDF = Buffer.from('%PDF-1.4 a letter that proves an address')
export const FACEMAP = Buffer.from([0, 1, 2, 254, 255])

export interface CaptureChoices {
  /** Both by default a passport of the United Kingdom. */
  issuingCountry?: string
  documentType?: string
  /** `file` sends a PDF instead of a picture of a supplementary document. */
  supplementary?: 'file' | 'page'
}

interface Requirement {
  id: string
  type: string
  liveness_type?: string
}

/** Supplies, in order, all that the session's configuration asks the person for, and does not finish. */
export async function captureEverything(
  endUser: EndUser,
  choices: CaptureChoices = {},
): Promise<void> {
  const { issuingCountry = 'GBR', documentType = 'PASSPORT', supplementary = 'file' } = choices
  const send = async (method: string, path: string, body?: object) => {
    const reply = await endUser.call(method, path, body)
    if (reply.status > 299) throw new Error(`${method} ${path} answered ${reply.status}`)
    return reply.json as unknown as { id: string; pages: number }
  }

  const { json } = await endUser.call('GET', '/configuration')
  const { required_resources: requirements } = json.capture as { required_resources: Requirement[] }
  await send('PUT', '/biometric-consent')
  for (const requirement of requirements) {
    if (requirement.type === 'ID_DOCUMENT') await captureIdDocument(requirement)
    if (requirement.type === 'SUPPLEMENTARY_DOCUMENT') await captureSupplementary(requirement)
    if (requirement.type === 'LIVENESS') await captureLiveness(requirement)
  }

  async function captureIdDocument({ id }: Requirement) {
    const document = await send('POST', '/resources/id-documents', {
      requirement_id: id,
      issuing_country: issuingCountry,
      document_type: documentType,
    })
    const path = `/resources/id-documents/${document.id}`
    for (let page = 0; page < document.pages; page++) {
      await send('PUT', `${path}/pages/${page}?capture_method=CAMERA`, JPEG)
      await send('PUT', `${path}/pages/${page}/frames/0`, JPEG)
    }
    await send('POST', `${path}/text-extraction`)
  }

  async function captureSupplementary({ id }: Requirement) {
    const document = await send('POST', '/resources/supplementary-documents', {
      requirement_id: id,
      issuing_country: 'GBR',
      document_type: 'UTILITY_BILL',
    })
    const path = `/resources/supplementary-documents/${document.id}`
    if (supplementary === 'file') await send('PUT', `${path}/file`, PDF)
    else await send('PUT', `${path}/pages/0?capture_method=CAMERA`, JPEG)
  }

  async function captureLiveness({ id, liveness_type }: Requirement) {
    const liveness = await send('POST', '/resources/liveness', {
      requirement_id: id,
      liveness_type,
    })
    const path = `/resources/liveness/${liveness.id}`
    if (liveness_type === 'ZOOM') {
      for (let frame = 0; frame < 3; frame++) await send('PUT', `${path}/frames/${frame}`, JPEG)
      await send('PUT', `${path}/facemap`, FACEMAP)
    } else {
      await send('PUT', `${path}/image`, PNG)
    }
    await send('POST', `${path}/attempt`)
  }
}
