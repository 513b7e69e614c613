import { captureSession } from '../../emulator/src/capture-client/capture-session.js'

/** Completes the emulator's client without a browser. */
export async function captureOverHttp(
  apiUrl: string,
  sessionId: string,
  clientSessionToken: string,
  country = 'GBR',
): Promise<void> {
  const documents = [{ country, type: 'PASSPORT' }]
  const result = await captureSession({ apiUrl, sessionId, clientSessionToken, documents })
  if (result.kind !== 'FINISHED')
    throw new Error(`The capture did not finish: ${JSON.stringify(result)}`)
}
