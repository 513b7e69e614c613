/**
 * What a person does in the emulator's client, without a browser: one document, one liveness
 * picture, finish. Speaks the emulator's capture routes, which are no part of Yoti's API.
 */
export interface CaptureOptions {
  issuingCountry?: string
  documentType?: string
  finish?: boolean
}

interface Requirement {
  id: string
  type: string
  liveness_type?: string
}

const PICTURE = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')

export async function capture(
  apiUrl: string,
  sessionId: string,
  clientSessionToken: string,
  options: CaptureOptions = {},
): Promise<void> {
  const { issuingCountry = 'GBR', documentType = 'PASSPORT', finish = true } = options
  const base = `${apiUrl}/sessions/${sessionId}`

  const send = async (method: string, path: string, body?: object | Buffer): Promise<unknown> => {
    const isPicture = Buffer.isBuffer(body)
    const response = await fetch(base + path, {
      method,
      headers: {
        'X-Yoti-Auth-Token': clientSessionToken,
        ...(body === undefined
          ? {}
          : { 'Content-Type': isPicture ? 'image/jpeg' : 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: isPicture ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  const configuration = (await send('GET', '/configuration')) as {
    capture: { biometric_consent: string; required_resources: Requirement[] }
  }
  if (configuration.capture.biometric_consent === 'REQUIRED')
    await send('PUT', '/biometric-consent')
  for (const requirement of configuration.capture.required_resources) {
    if (requirement.type === 'ID_DOCUMENT') await captureDocument(requirement)
    if (requirement.type === 'LIVENESS') await captureFace(requirement)
  }
  if (finish) await send('DELETE', '/client-session-token')

  async function captureDocument({ id }: Requirement): Promise<void> {
    const created = (await send('POST', '/resources/id-documents', {
      requirement_id: id,
      issuing_country: issuingCountry,
      document_type: documentType,
    })) as { id: string; pages: number }
    const document = `/resources/id-documents/${created.id}`
    for (let page = 0; page < created.pages; page++) {
      await send('PUT', `${document}/pages/${page}?capture_method=CAMERA`, PICTURE)
    }
    await send('POST', `${document}/text-extraction`)
  }

  async function captureFace({ id, liveness_type }: Requirement): Promise<void> {
    const created = (await send('POST', '/resources/liveness', {
      requirement_id: id,
      liveness_type,
    })) as { id: string }
    await send('PUT', `/resources/liveness/${created.id}/image`, PICTURE)
    await send('POST', `/resources/liveness/${created.id}/attempt`)
  }
}
