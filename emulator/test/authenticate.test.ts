import { constants, randomUUID, sign } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { DigestMistake } from '../src/http/digest.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { SESSION_SPEC } from './session-spec.js'
import { createApplication, createSignedClient, sendRequest, signMessage } from './signed-client.js'

const stranger = createApplication()
const { application, emulator, signed } = await startEmulatorFixture({ applications: [stranger] })

/** Mistakes of a client. Values that are absent are correct. */
interface Mistakes {
  method?: string
  signedPath?: string
  signedQuery?: (query: string) => string
  signedBody?: string | undefined
  sentQuery?: (query: string) => string
  sentBody?: string
  key?: string
  digest?: (text: string, key: string) => string | undefined
}

const BODY = JSON.stringify({ ...SESSION_SPEC, user_tracking_id: 'Zoë/1' })
const VALUE: unknown = JSON.parse(BODY)
const same = (text: string) => text
const base64 = (text: string) => Buffer.from(text).toString('base64')
const replace = (name: string, value: string) => (query: string) =>
  query.replace(new RegExp(`${name}=[^&]*`), value)

afterAll(() => emulator.close())

async function post(mistakes: Mistakes) {
  const path = '/sessions'
  const query = `sdkId=${application.sdkId}&nonce=${randomUUID()}&timestamp=1700000000000`
  const { sentQuery = same, signedQuery = sentQuery, sentBody = BODY, method = 'POST' } = mistakes
  const signedBody = 'signedBody' in mistakes ? mistakes.signedBody : base64(sentBody)
  const signedText = signedQuery(query)
  const head = `${method}&${mistakes.signedPath ?? path}${signedText && `?${signedText}`}`
  const text = signedBody === undefined ? head : `${head}&${signedBody}`
  const digest = (mistakes.digest ?? signMessage)(text, mistakes.key ?? application.privateKey)
  const headers = digest === undefined ? {} : { 'X-Yoti-Auth-Digest': digest }
  const response = await sendRequest(`${emulator.apiUrl}${path}?${sentQuery(query)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: sentBody,
  })
  return { ...response, recorded: emulator.requests().at(-1) }
}

const signHash = (algorithm: string, padding: number) => (text: string, key: string) =>
  sign(algorithm, Buffer.from(text), { key, padding }).toString('base64')

const rebase64 = (text: string, key: string, encoding: 'base64url' | 'hex') =>
  Buffer.from(signMessage(text, key), 'base64').toString(encoding)
const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = constants
const empty = 'must not be null or empty'
const MANY_BITS = '{"a":"???>>>"}'

const SIGNING: [DigestMistake, string, Mistakes][] = [
  ['api-prefix', 'the end of the API prefix', { signedPath: '/v1/sessions' }],
  ['other-path', 'a slash at the end', { signedPath: '/sessions/' }],
  ['other-path', 'no slash at the start', { signedPath: 'sessions' }],
  ['other-path', 'a slash too many', { signedPath: '//sessions' }],
  ['other-path', '/session', { signedPath: '/session' }],
  ['other-path', 'the URL of Yoti', { signedPath: 'https://api.yoti.com/idverify/v1/sessions' }],
  ['other-method', 'a method in lower case', { method: 'post' }],
  ['other-method', 'another method', { method: 'GET' }],
  ['other-query', 'no query', { signedQuery: () => '' }],
  ['other-query', 'no SDK id', { signedQuery: (all) => all.replace(/^sdkId=[^&]*&/, '') }],
  ['other-query', 'another order', { signedQuery: (all) => all.split('&').reverse().join('&') }],
  ['wrong-key', 'another key', { key: stranger.privateKey }],
  ['wrong-algorithm', 'SHA-512', { digest: signHash('RSA-SHA512', RSA_PKCS1_PADDING) }],
  ['wrong-algorithm', 'PSS', { digest: signHash('RSA-SHA256', RSA_PKCS1_PSS_PADDING) }],
  ['base64url', 'URL-safe base64', { digest: (text, key) => rebase64(text, key, 'base64url') }],
  ['not-base64', 'hexadecimal', { digest: (text, key) => rebase64(text, key, 'hex') }],
  ['not-base64', 'no signature', { digest: () => 'no signature!' }],
  ['body-left-out', 'no body', { signedBody: undefined }],
  ['body-not-base64', 'the body as text', { signedBody: BODY }],
  [
    'body-base64url',
    'the body in URL-safe base64',
    { sentBody: MANY_BITS, signedBody: Buffer.from(MANY_BITS).toString('base64url') },
  ],
  [
    'body-base64url',
    'no padding',
    { sentBody: '{"a":1}', signedBody: base64('{"a":1}').replace('==', '') },
  ],
  ['body-reserialised', 'indentation', { signedBody: base64(JSON.stringify(VALUE, null, 2)) }],
  [
    'body-reserialised',
    'no indentation',
    { sentBody: JSON.stringify(VALUE, null, 4), signedBody: base64(BODY) },
  ],
  ['body-reserialised', 'escaped letters', { signedBody: base64(BODY.replace('ë', '\\u00eb')) }],
  [
    'body-reserialised',
    'spaces',
    { sentBody: '{"a":[1,":,"]}', signedBody: base64('{"a": [1, ":,"]}') },
  ],
  ['body-reserialised', 'a line end', { signedBody: base64(`${BODY}\n`) }],
  ['body-changed', 'another body', { signedBody: base64('{}') }],
]

describe('a digest', () => {
  it.each(SIGNING)('is explained as %s when it was made with %s', async (mistake, _, mistakes) => {
    const { status, json, recorded } = await post(mistakes)
    expect([status, json]).toEqual([
      401,
      { code: 'MESSAGE_SIGNING', message: 'The message was not signed correctly' },
    ])
    expect(recorded).toMatchObject({ digest: 'refused', digestMistake: mistake })
  })

  it.each<[DigestMistake, Mistakes, property: string, message: string]>([
    ['missing-header', { digest: () => undefined }, 'header.X-Yoti-Auth-Digest', empty],
    ['missing-sdk-id', { sentQuery: replace('sdkId', '') }, 'query.sdkId', empty],
    ['missing-nonce', { sentQuery: replace('nonce', '') }, 'query.nonce', empty],
    ['missing-nonce', { sentQuery: replace('nonce', 'nonce=1') }, 'query.nonce', 'must be a UUID'],
    ['missing-timestamp', { sentQuery: replace('timestamp', '') }, 'query.timestamp', empty],
    [
      'missing-timestamp',
      { sentQuery: replace('timestamp', 'timestamp=now') },
      ...(['query.timestamp', 'must be a number'] as const),
    ],
  ])('is explained as %s (%#)', async (mistake, mistakes, property, message) => {
    const { status, json, headers, recorded } = await post(mistakes)
    expect([status, json]).toEqual([
      400,
      { code: 'MALFORMED_REQUEST', errors: [{ property, message }] },
    ])
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const digest = mistake === 'missing-header' ? 'missing' : 'refused'
    expect(recorded).toMatchObject({ digest, digestMistake: mistake })
  })

  it('that is missing with the whole query is answered with every missing property', async () => {
    const { json } = await post({ digest: () => undefined, sentQuery: () => '' })
    const properties = json.errors.map(({ property }) => property).join()
    expect(properties).toBe('header.X-Yoti-Auth-Digest,query.sdkId,query.nonce,query.timestamp')
  })

  it.each([
    ['another', randomUUID(), 404, 'APP_NOT_FOUND'],
    ['a malformed', 'my-app', 401, 'BAD_SDK_ID'],
  ])('is explained as unknown-application for %s SDK id', async (_, sdkId, status, code) => {
    const response = await post({ sentQuery: replace('sdkId', `sdkId=${sdkId}`) })
    expect(response).toMatchObject({
      status,
      json: { code },
      recorded: { digestMistake: 'unknown-application' },
    })
  })

  it('is explained as other-text when a GET matches no known mistake', async () => {
    const query = `sdkId=${application.sdkId}&nonce=${randomUUID()}&timestamp=1`
    const digest = signMessage(`GET&/media/1?${query}`, application.privateKey)
    await sendRequest(`${emulator.apiUrl}/sessions/1?${query}`, {
      headers: { 'X-Yoti-Auth-Digest': digest },
    })
    expect(emulator.requests().at(-1)?.digestMistake).toBe('other-text')
  })

  const [id, nonce] = [application.sdkId, randomUUID()]
  it.each([
    ['Node', `sdkId=${id}&nonce=${nonce}&timestamp=1700000000000`],
    ['Go', `timestamp=1700000000000&sdkID=${id}&nonce=${nonce.toUpperCase()}`],
    ['Java', `sdkId=${id}&nonce=${nonce}&timestamp=88812345678`],
    ['Ruby', `nonce=${nonce}&timestamp=1700000000&sdkId=${id}`],
  ])('is accepted as the %s client writes its query', async (_client, query) => {
    const response = await post({ sentQuery: () => query })
    expect(response).toMatchObject({
      status: 201,
      recorded: { digest: 'verified', digestMistake: undefined },
    })
  })
})

describe('a signed request', () => {
  it('sees only the sessions of its own application', async () => {
    const { json } = await signed('POST', '/sessions', SESSION_SPEC)
    const path = `/sessions/${json.session_id}`
    expect((await signed('GET', path)).status).toBe(200)
    const other = createSignedClient(emulator.apiUrl, stranger)
    const message = 'No session found matching the sessionId provided'
    expect(await other('GET', path)).toMatchObject({
      status: 404,
      json: { code: 'SESSION_NOT_FOUND', message },
    })
  })

  it('may carry a Content-Type without a body, and a JSON body without one', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const body = Buffer.from(JSON.stringify(SESSION_SPEC))
    const { status, json } = await signed('POST', '/sessions', undefined, { body, headers: form })
    expect(status).toBe(201)
    const headers = { 'Content-Type': 'application/json' }
    const path = `/sessions/${json.session_id}`
    expect((await signed('GET', path, undefined, { headers })).status).toBe(200)
  })
})

describe('a client session token', () => {
  it('is rejected when it is wrong, reported when it is missing, and does not read results', async () => {
    const { json } = await signed('POST', '/sessions', SESSION_SPEC)
    const { session_id: id, client_session_token: token } = json
    const ask = (method: string, path: string, headers: Record<string, string>) =>
      sendRequest(`${emulator.apiUrl}/sessions/${id}${path}`, { method, headers })
    const wrong = await ask('PUT', '/biometric-consent', { 'X-Yoti-Auth-Token': randomUUID() })
    expect(wrong).toMatchObject({ status: 401, json: { code: 'BAD_TOKEN' } })
    const errors = [{ property: 'header.X-Yoti-Auth-Token', message: empty }]
    expect(await ask('PUT', '/biometric-consent', {})).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED_REQUEST', errors },
    })
    expect((await ask('GET', '', { 'X-Yoti-Auth-Token': token })).status).toBe(400)
  })
})
