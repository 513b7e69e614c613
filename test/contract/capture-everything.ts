import { captureSession } from '../../src/emulator/capture-client/capture-session.js'
import { createCall } from '../../src/emulator/capture-client/call.js'
import { createClientApi } from '../../src/emulator/capture-client/client-api.js'
import { facemap } from '../../src/emulator/capture-client/pictures.js'
import type { createEndUser } from '../emulator/end-user.js'

export { PDF } from '../../src/emulator/capture-client/pictures.js'
export const FACEMAP = facemap.content

export interface CaptureChoices {
  /** Both by default a passport of the United Kingdom. */
  issuingCountry?: string
  documentType?: string
  /** `file` sends a PDF instead of a picture of a supplementary document. */
  supplementary?: 'file' | 'page'
}

/** Supplies, in order, all that the session's configuration asks the person for, and does not finish. */
export async function captureEverything(
  { launch }: Pick<ReturnType<typeof createEndUser>, 'launch'>,
  choices: CaptureChoices = {},
): Promise<void> {
  const { issuingCountry = 'GBR', documentType = 'PASSPORT', supplementary = 'file' } = choices
  const { capture } = await createClientApi(createCall(launch)).getConfiguration()
  const documents = capture.required_resources
    .filter(({ type }) => type.endsWith('_DOCUMENT'))
    .map(({ type }) =>
      type === 'ID_DOCUMENT'
        ? { country: issuingCountry, type: documentType }
        : {
            country: 'GBR',
            type: 'UTILITY_BILL',
            form: supplementary === 'file' ? ('FILE' as const) : ('PAGES' as const),
          },
    )
  const { kind } = await captureSession({ ...launch, documents, end: 'ABANDON' })
  if (kind !== 'AWAY') throw new Error(`The person left the client: ${kind}`)
}
