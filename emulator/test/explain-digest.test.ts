import { constants, randomUUID, sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { DigestMistake } from '../src/http/digest.js'
import { SESSION_SPEC } from './session-spec.js'
import { createApplication, sendRequest, signMessage } from './signed-client.js'
import { startEmulatorFixture } from './emulator-fixture.js'

type World = Awaited<ReturnType<typeof startEmulatorFixture>>

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
const without = (name: string) => (query: string) =>
  query
    .split('&')
    .filter((pair) => !pair.startsWith(name))
    .join('&')

async function post({ emulator, application }: World, mistakes: Mistakes) {
  const path = '/sessions'
  const query = `sdkId=${application.sdkId}&nonce=${randomUUID()}&timestamp=1700000000000`
  const { sentQuery = same, signedQuery = sentQuery, sentBody = BODY, method = 'POST' } = mistakes
  const signedBody = 'signedBody' in mistakes ? mistakes.signedBody : base64(sentBody)
  const signed = signedQuery(query)
  const { host } = new URL(emulator.apiUrl)
  const signedPath = (mistakes.signedPath ?? path).replace('{host}', host)
  const head = `${method}&${signedPath}${signed && `?${signed}`}`
  const text = signedBody === undefined ? head : `${head}&${signedBody}`
  const digest = (mistakes.digest ?? signMessage)(text, mistakes.key ?? application.privateKey)
  const { status, json } = await sendRequest(`${emulator.apiUrl}${path}?${sentQuery(query)}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(digest === undefined ? {} : { 'X-Yoti-Auth-Digest': digest }),
    },
    body: sentBody,
  })
  return { status, code: json.code, recorded: emulator.requests().at(-1) }
}

const signHash = (algorithm: string, padding: number) => (text: string, key: string) =>
  sign(algorithm, Buffer.from(text), { key, padding }).toString('base64')
const rebase64 = (encoding: 'base64url' | 'hex') => (text: string, key: string) =>
  Buffer.from(signMessage(text, key), 'base64').toString(encoding)
const signAnother = (
  sentBody: string,
  signedBody: string,
  encoding: 'base64' | 'base64url' = 'base64',
): Mistakes => ({ sentBody, signedBody: Buffer.from(signedBody).toString(encoding) })
const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = constants
const MANY_BITS = '{"a":"???>>>"}'

const SIGNING: [DigestMistake, string, Mistakes][] = [
  ['api-prefix', 'the API prefix', { signedPath: '/idverify/v1/sessions' }],
  ['api-prefix', 'the end of the API prefix', { signedPath: '/v1/sessions' }],
  ['other-path', 'a slash at the end', { signedPath: '/sessions/' }],
  ['other-path', 'no slash at the start', { signedPath: 'sessions' }],
  ['other-path', 'a slash too many', { signedPath: '//sessions' }],
  ['other-path', '/session', { signedPath: '/session' }],
  ['other-path', 'the URL', { signedPath: 'http://{host}/idverify/v1/sessions' }],
  ['other-path', 'the URL of Yoti', { signedPath: 'https://api.yoti.com/idverify/v1/sessions' }],
  ['other-method', 'a method in lower case', { method: 'post' }],
  ['other-method', 'another method', { method: 'GET' }],
  ['other-query', 'no query', { signedQuery: () => '' }],
  ['other-query', 'no SDK id', { signedQuery: without('sdkId') }],
  ['other-query', 'another order', { signedQuery: (all) => all.split('&').reverse().join('&') }],
  ['wrong-key', 'another key', { key: createApplication().privateKey }],
  ['wrong-algorithm', 'SHA-512', { digest: signHash('RSA-SHA512', RSA_PKCS1_PADDING) }],
  ['wrong-algorithm', 'PSS', { digest: signHash('RSA-SHA256', RSA_PKCS1_PSS_PADDING) }],
  ['base64url', 'URL-safe base64', { digest: rebase64('base64url') }],
  ['not-base64', 'hexadecimal', { digest: rebase64('hex') }],
  ['not-base64', 'no signature', { digest: () => 'no signature!' }],
  ['body-left-out', 'no body', { signedBody: undefined }],
  ['body-not-base64', 'the body as text', { signedBody: BODY }],
  ['body-base64url', 'URL-safe base64', signAnother(MANY_BITS, MANY_BITS, 'base64url')],
  [
    'body-base64url',
    'no padding',
    { sentBody: '{"a":1}', signedBody: base64('{"a":1}').replace('==', '') },
  ],
  ['body-reserialised', 'indentation', signAnother(BODY, JSON.stringify(VALUE, null, 2))],
  ['body-reserialised', 'no indentation', signAnother(JSON.stringify(VALUE, null, 4), BODY)],
  ['body-reserialised', 'escaped letters', signAnother(BODY, BODY.replace('ë', '\\u00eb'))],
  ['body-reserialised', 'spaces', signAnother('{"a":[1,":,"]}', '{"a": [1, ":,"]}')],
  ['body-reserialised', 'a line end', signAnother(BODY, `${BODY}\n`)],
  ['body-changed', 'another body', signAnother(BODY, '{}')],
]

describe('a digest', () => {
  it.each(SIGNING)('is explained as %s when it was made with %s', async (mistake, _, mistakes) => {
    await using world = await startEmulatorFixture()
    const { status, code, recorded } = await post(world, mistakes)
    expect([status, code]).toEqual([401, 'MESSAGE_SIGNING'])
    expect(recorded).toMatchObject({ digest: 'refused', digestMistake: mistake })
  })

  it.each<[DigestMistake, number, string, Mistakes]>([
    ['missing-header', 400, 'MALFORMED_REQUEST', { digest: () => undefined }],
    ['missing-sdk-id', 400, 'MALFORMED_REQUEST', { sentQuery: without('sdkId') }],
    ['missing-nonce', 400, 'MALFORMED_REQUEST', { sentQuery: without('nonce') }],
    ['missing-timestamp', 400, 'MALFORMED_REQUEST', { sentQuery: without('timestamp') }],
    [
      'unknown-application',
      404,
      'APP_NOT_FOUND',
      { sentQuery: (query) => query.replace(/sdkId=[^&]+/, `sdkId=${randomUUID()}`) },
    ],
  ])('is explained as %s with %i %s', async (mistake, expectedStatus, expectedCode, mistakes) => {
    await using world = await startEmulatorFixture()
    const { status, code, recorded } = await post(world, mistakes)
    expect([status, code]).toEqual([expectedStatus, expectedCode])
    const digest = mistake === 'missing-header' ? 'missing' : 'refused'
    expect(recorded).toMatchObject({ digest, digestMistake: mistake })
  })

  it('is explained as other-text when a GET matches no known mistake', async () => {
    await using world = await startEmulatorFixture()
    const query = `sdkId=${world.application.sdkId}&nonce=${randomUUID()}&timestamp=1`
    const digest = signMessage(`GET&/media/1?${query}`, world.application.privateKey)
    await sendRequest(`${world.emulator.apiUrl}/sessions/1?${query}`, {
      headers: { 'X-Yoti-Auth-Digest': digest },
    })
    expect(world.emulator.requests().at(-1)?.digestMistake).toBe('other-text')
  })

  it('that is valid has no mistake', async () => {
    await using world = await startEmulatorFixture()
    expect(await post(world, {})).toMatchObject({
      status: 201,
      recorded: { digest: 'verified', digestMistake: undefined },
    })
  })
})
