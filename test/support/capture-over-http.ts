import { captureSession } from '../../emulator/src/capture-client/capture-session.js'

export interface CaptureOptions {
  issuingCountry?: string
  documentType?: string
}

/** A person goes through the emulator's client, without a browser, and finishes. */
export async function captureOverHttp(
  apiUrl: string,
  sessionId: string,
  clientSessionToken: string,
  options: CaptureOptions = {},
): Promise<void> {
  const { issuingCountry: country = 'GBR', documentType: type = 'PASSPORT' } = options
  const documents = [{ country, type }]
  const result = await captureSession({ apiUrl, sessionId, clientSessionToken, documents })
  if (result.kind !== 'FINISHED')
    throw new Error(`The person did not finish: ${JSON.stringify(result)}`)
}
