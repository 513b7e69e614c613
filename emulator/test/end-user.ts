import { JPEG, PNG } from '../src/capture-client/pictures.js'
import { first } from './response-json.js'
import { sendRequest, type JsonResponse } from './signed-client.js'

export { JPEG, PNG }

/** The individual calls of the client page. `captureSession` makes all of them. */
export function createEndUser(baseUrl: string, sessionId: string, token: string) {
  const call = (
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<JsonResponse> =>
    sendRequest(`${baseUrl}/sessions/${sessionId}${path}`, {
      method,
      headers: { 'X-Yoti-Auth-Token': token, ...headers },
      body: encodeBody(body),
    })

  async function findRequirement(type: string): Promise<string> {
    const { json } = await call('GET', '/configuration')
    return first(json.capture.required_resources.filter((one) => one.type === type)).id
  }

  return {
    launch: { apiUrl: baseUrl, sessionId, clientSessionToken: token },
    call,
    findRequirement,

    async chooseDocument(country = 'GBR', documentType = 'PASSPORT') {
      return call('POST', '/resources/id-documents', {
        requirement_id: await findRequirement('ID_DOCUMENT'),
        issuing_country: country,
        document_type: documentType,
      })
    },

    /** Chooses a document, photographs all its sides and has it read. */
    async captureDocument(country = 'GBR', documentType = 'PASSPORT'): Promise<JsonResponse> {
      const { json } = await this.chooseDocument(country, documentType)
      const document = `/resources/id-documents/${json.id}`
      for (let page = 0; page < json.pages; page += 1) {
        await call('PUT', `${document}/pages/${page}?capture_method=CAMERA`, JPEG)
        await call('PUT', `${document}/pages/${page}/frames/0`, JPEG)
        await call('PUT', `${document}/pages/${page}/frames/1`, JPEG)
      }
      return call('POST', `${document}/text-extraction`)
    },

    /** One attempt at STATIC liveness. */
    async captureLiveness(): Promise<JsonResponse> {
      const { json } = await call('POST', '/resources/liveness', {
        requirement_id: await findRequirement('LIVENESS'),
        liveness_type: 'STATIC',
      })
      await call('PUT', `/resources/liveness/${json.id}/image`, PNG)
      return call('POST', `/resources/liveness/${json.id}/attempt`)
    },

    finish: () => call('DELETE', '/client-session-token'),

    async captureAndFinish(country?: string, documentType?: string): Promise<void> {
      await this.captureDocument(country, documentType)
      await this.captureLiveness()
      await this.finish()
    },
  }
}

function encodeBody(body: object | undefined): BodyInit | null {
  if (body === undefined) return null
  return Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body)
}
