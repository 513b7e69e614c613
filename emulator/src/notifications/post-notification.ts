import { once } from 'node:events'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { rootCertificates } from 'node:tls'

const TIMEOUT_MS = 5_000

/**
 * Resolves to the status, or undefined without a response.
 *
 * @param certificate PEM certificate to trust in addition to the default authorities
 */
export async function postNotification(
  {
    endpoint,
    body,
    authorization,
  }: { endpoint: string; body: object; authorization: string | undefined },
  certificate: string | undefined,
  closing: AbortSignal,
): Promise<number | undefined> {
  const tlsOptions = certificate === undefined ? {} : { ca: [...rootCertificates, certificate] }
  try {
    const url = new URL(endpoint)
    const createRequest = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = createRequest(url, {
      method: 'POST',
      agent: false,
      headers: {
        'Content-Type': 'application/json',
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
      ...tlsOptions,
    })
    request.on('error', () => undefined).end(JSON.stringify(body))
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.on('error', () => undefined).resume()
    return response.statusCode
  } catch {
    return undefined
  }
}
