import { captureSession } from '../../src/capture-client/capture-session.js'
import { connectOverHttp, createClientApi } from '../../src/capture-client/client-api.js'
import { facemap } from '../../src/capture-client/pictures.js'
import type { createEndUser } from '../end-user.js'

export { PDF } from '../../src/capture-client/pictures.js'
export const FACEMAP = facemap.content

export interface CaptureOptions {
  /** Both default to a passport of the United Kingdom. */
  issuingCountry?: string
  documentType?: string
  /** `file` sends a PDF instead of a picture of a supplementary document. */
  supplementary?: 'file' | 'page'
}

/** Supplies everything that the session's configuration requires, in order, without finishing. */
export async function captureAllResources(
  { launch }: Pick<ReturnType<typeof createEndUser>, 'launch'>,
  options: CaptureOptions = {},
): Promise<void> {
  const { issuingCountry = 'GBR', documentType = 'PASSPORT', supplementary = 'file' } = options
  const { capture } = await createClientApi(connectOverHttp(launch)).getConfiguration()
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
