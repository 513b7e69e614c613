import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { mayHaveSucceeded, type YotiResponseError } from '../../src/yoti/errors.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { getFreePort } from '../support/free-port.js'
import {
  CREATED,
  respond,
  SDK_ID,
  SESSION,
  startYotiServer,
  type ReceivedRequest,
  type YotiServer,
} from './yoti-server.js'

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const TOKEN_PATH = '/v1/oauth/token'

let server: YotiServer
afterEach(async () => {
  jest.useRealTimers()
  await server.close()
})

const isTokenRequest = ({ url }: ReceivedRequest) => url === TOKEN_PATH

/** Yoti with tokens `token-1`, `token-2` …, and sessions. */
async function start({
  expiresIn = [3600],
  rejected = [] as string[],
  refuses = false,
  secondsToReply = 0,
} = {}) {
  let tokens = 0
  server = await startYotiServer((req, res) => {
    const { method, headers } = req
    const reply = (status: number, body: object) => {
      if (secondsToReply > 0) jest.advanceTimersByTime(1000 * secondsToReply)
      respond(status, body)(req, res)
    }
    if (refuses) reply(401, { error: 'invalid_client' })
    else if (isTokenRequest(req)) {
      const expires_in = expiresIn[tokens++] ?? 3600
      reply(200, { access_token: `token-${tokens}`, token_type: 'Bearer', expires_in })
    } else if (rejected.includes(headers.authorization ?? '')) reply(401, { code: 'BAD_TOKEN' })
    else reply(200, method === 'POST' ? CREATED : SESSION)
  })
  const authUrl = new URL(TOKEN_PATH, server.apiUrl).href
  return {
    authUrl,
    yoti: server.createClient({ authUrl, key }),
    tokenRequests: () => server.requests.filter(isTokenRequest),
    apiRequests: () => server.requests.filter((req) => !isTokenRequest(req)),
  }
}

describe('an access token', () => {
  it('is requested with an assertion (PS384) and sent instead of the digest', async () => {
    const { yoti, authUrl, tokenRequests, apiRequests } = await start()
    await yoti.getSession('s-1')
    await yoti.createSession(DEFAULT_PRESET)

    const [request, ...others] = tokenRequests()
    expect(others).toEqual([])
    const form = new URLSearchParams(request?.body.toString())
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: 'idv:sessions',
      client_assertion: expect.any(String) as unknown,
    })
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    const assertion = form.get('client_assertion') ?? ''
    const { payload } = await jwtVerify(assertion, createPublicKey(key), {
      algorithms: ['PS384'],
      audience: authUrl,
      issuer: `sdk:${SDK_ID}`,
      subject: `sdk:${SDK_ID}`,
    })
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'PS384', typ: 'JWT' })
    expect(payload.jti).toMatch(/^[\w-]{36}$/)
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300)

    expect(
      apiRequests().map(({ method, url, headers }) => [method, url, headers.authorization]),
    ).toEqual([
      ['GET', '/sandbox/idverify/v1/sessions/s-1', 'Bearer token-1'],
      ['POST', '/sandbox/idverify/v1/sessions', 'Bearer token-1'],
    ])
    expect(apiRequests().some(({ headers }) => 'x-yoti-auth-digest' in headers)).toBe(false)
  })

  it('is requested once for concurrent calls, and again in the second half of its life', async () => {
    const { yoti, tokenRequests } = await start({ expiresIn: [0.001] })
    await Promise.all(Array.from({ length: 5 }, () => yoti.getSession('s-1')))
    expect(tokenRequests()).toHaveLength(1)
    await yoti.getSession('s-1')
    await yoti.getSession('s-1')
    expect(tokenRequests()).toHaveLength(2)
  })

  it('is replaced once after a 401, also for POST /sessions', async () => {
    const { yoti, apiRequests } = await start({ rejected: ['Bearer token-1'] })
    await yoti.createSession(DEFAULT_PRESET)
    expect(apiRequests().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ])
  })

  it('takes none of the time of the call, which is not repeated when it is a POST', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
    const { yoti } = await start({ secondsToReply: 9 })
    await yoti.createSession(DEFAULT_PRESET)
    expect(server.requests).toHaveLength(2)
  })

  it('rejects with the 401 when the new token is rejected, too', async () => {
    const { yoti, apiRequests } = await start({ rejected: ['Bearer token-1', 'Bearer token-2'] })
    await expect(yoti.getSession('s-1')).rejects.toMatchObject({ status: 401, code: 'BAD_TOKEN' })
    expect(apiRequests()).toHaveLength(2)
  })

  it('is not issued for a wrong key: a credentials error, and no call', async () => {
    const { yoti, apiRequests } = await start({ refuses: true })
    const error: unknown = await yoti.createSession(DEFAULT_PRESET).catch((err: unknown) => err)
    expect(error).toMatchObject({ code: 'invalid_client', status: 401 })
    expect((error as YotiResponseError).toPublicError().message).toContain(
      'this server’s credentials',
    )
    expect(mayHaveSucceeded(error)).toBe(false)
    expect(apiRequests()).toEqual([])
  })

  it('cannot be requested while its endpoint is down, so no session is created', async () => {
    await start()
    const authUrl = `http://127.0.0.1:${await getFreePort()}${TOKEN_PATH}`
    const yoti = server.createClient({ authUrl, key })
    const error: unknown = await yoti.createSession(DEFAULT_PRESET).catch((err: unknown) => err)
    expect(error).toMatchObject({ code: 'YOTI_CONNECTION' })
    expect(mayHaveSucceeded(error)).toBe(false)
    expect(server.requests).toEqual([])
  })
})
