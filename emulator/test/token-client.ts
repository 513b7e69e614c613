import { constants, randomUUID, sign } from 'node:crypto'
import { sendRequest, type JsonResponse, type TestApplication } from './signed-client.js'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** RSA-PSS (SHA-384). Signs without `jose`, so that its verification is not compared with itself. */
export function signAssertion(
  claims: object,
  privateKey: string,
  header: object = { alg: 'PS384', typ: 'JWT' },
): string {
  const text = `${encode(header)}.${encode(claims)}`
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const signature = sign('sha384', Buffer.from(text), { key: privateKey, padding, saltLength: 48 })
  return `${text}.${signature.toString('base64url')}`
}

interface TokenWorld {
  emulator: { tokenUrl: string }
  clock: { now: () => number }
  application: TestApplication
}

export function buildClaims({ emulator, clock, application }: TokenWorld) {
  const iat = Math.floor(clock.now() / 1000)
  const issuer = `sdk:${application.sdkId}`
  return {
    iss: issuer,
    sub: issuer,
    aud: emulator.tokenUrl,
    jti: randomUUID(),
    iat,
    exp: iat + 300,
  }
}

export function buildForm(assertion: string) {
  return {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    scope: 'idv:sessions',
    client_assertion: assertion,
  }
}

export function postForm(
  { emulator }: TokenWorld,
  form: string | Record<string, string>,
  headers: Record<string, string> = {},
): Promise<JsonResponse> {
  return sendRequest(emulator.tokenUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
}

/** With other claims than those that a client sends. */
export function requestToken(world: TokenWorld, changed: object = {}): Promise<JsonResponse> {
  const claims = { ...buildClaims(world), ...changed }
  return postForm(world, buildForm(signAssertion(claims, world.application.privateKey)))
}

/** Sends requests with an access token instead of a digest. */
export function createBearerClient(baseUrl: string, token: string) {
  return (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    sendRequest(baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    })
}
