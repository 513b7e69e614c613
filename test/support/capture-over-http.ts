import { captureSession } from '../../emulator/src/capture-client/capture-session.js'

export interface CaptureOptions {
  issuingCountry?: string
  documentType?: string
}

/** Completes the emulator's client without a browser. */
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
    throw new Error(`The capture did not finish: ${JSON.stringify(result)}`)
}
