import { constants, randomUUID, sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { DIGEST_MISTAKES, type DigestMistake } from '../src/http/digest.js'
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

const SIGNING: [DigestMistake, string, Mistakes][] = [
  ['api-prefix', 'signed with the API prefix in the path', { signedPath: '/idverify/v1/sessions' }],
  ['wrong-key', 'signed with another key', { key: createApplication().privateKey }],
  [
    'base64url',
    'in the URL-safe alphabet',
    { digest: (text, key) => Buffer.from(signMessage(text, key), 'base64').toString('base64url') },
  ],
  [
    'base64url',
    'without padding',
    { digest: (text, key) => signMessage(text, key).replace(/=+$/, '') },
  ],
  [
    'not-base64',
    'in hexadecimal',
    { digest: (text, key) => Buffer.from(signMessage(text, key), 'base64').toString('hex') },
  ],
  ['not-base64', 'that is not a signature', { digest: () => 'no signature!' }],
  [
    'wrong-algorithm',
    'of SHA-512',
    { digest: signHash('RSA-SHA512', constants.RSA_PKCS1_PADDING) },
  ],
  [
    'wrong-algorithm',
    'of PSS',
    { digest: signHash('RSA-SHA256', constants.RSA_PKCS1_PSS_PADDING) },
  ],
  ['body-left-out', 'without the body', { signedBody: undefined }],
  ['body-not-base64', 'over the body as text', { signedBody: BODY }],
  [
    'body-reserialised',
    'over the body as it was indented',
    { signedBody: base64(JSON.stringify(VALUE, null, 2)) },
  ],
  [
    'body-reserialised',
    'over a compact body that was sent indented',
    { signedBody: base64(BODY), sentBody: JSON.stringify(VALUE, null, 4) },
  ],
  [
    'body-reserialised',
    'over escaped letters that were sent as they are',
    { signedBody: base64(BODY.replace('ë', '\\u00eb')) },
  ],
  [
    'body-reserialised',
    'over spaces behind commas and colons',
    {
      sentBody: '{"a":[1,{"b":"c:d,e"}]}',
      signedBody: base64('{"a": [1, {"b": "c:d,e"}]}'),
    },
  ],
  ['body-reserialised', 'over a line end', { signedBody: base64(`${BODY}\n`) }],
  [
    'body-base64url',
    'over the body in the URL-safe alphabet',
    { sentBody: '{"a":"???>>>"}', signedBody: Buffer.from('{"a":"???>>>"}').toString('base64url') },
  ],
  [
    'body-base64url',
    'over the base64 of the body without padding',
    { sentBody: '{"a":1}', signedBody: base64('{"a":1}').replace(/=+$/, '') },
  ],
  ['body-changed', 'over another body', { signedBody: base64('{}') }],
  ...[
    '/sessions/',
    'sessions',
    '//sessions',
    '/session',
    'https://api.yoti.com/idverify/v1/sessions',
    'http://{host}/idverify/v1/sessions',
    'https://{host}/idverify/v1/sessions',
  ].map((signedPath): [DigestMistake, string, Mistakes] => [
    'other-path',
    `over the path ${signedPath}`,
    { signedPath },
  ]),
  ...['post', 'GET', 'PUT'].map((method): [DigestMistake, string, Mistakes] => [
    'other-method',
    `over the method ${method}`,
    { method },
  ]),
  ['api-prefix', 'signed with the end of the API prefix', { signedPath: '/v1/sessions' }],
  ['other-query', 'over a query without the SDK id', { signedQuery: without('sdkId') }],
  ['other-query', 'over no query', { signedQuery: () => '' }],
  ['other-query', 'over a query without the nonce', { signedQuery: without('nonce') }],
  [
    'other-query',
    'over a query in another order',
    { signedQuery: (query) => query.split('&').reverse().join('&') },
  ],
]

describe('a digest', () => {
  it.each(SIGNING)('is explained as %s when it is %s', async (mistake, _what, mistakes) => {
    await using world = await startEmulatorFixture()
    const { status, code, recorded } = await post(world, mistakes)
    expect([status, code]).toEqual([401, 'MESSAGE_SIGNING'])
    expect(recorded).toMatchObject({ digest: 'refused', digestMistake: mistake })
  })

  it.each<[DigestMistake, Mistakes, 'missing' | 'refused']>([
    ['missing-header', { digest: () => undefined }, 'missing'],
    ['missing-sdk-id', { sentQuery: without('sdkId') }, 'refused'],
    ['missing-nonce', { sentQuery: without('nonce') }, 'refused'],
    ['missing-timestamp', { sentQuery: without('timestamp') }, 'refused'],
  ])('is explained as %s', async (mistake, mistakes, digest) => {
    await using world = await startEmulatorFixture()
    const { status, code, recorded } = await post(world, mistakes)
    expect([status, code]).toEqual([400, 'MALFORMED_REQUEST'])
    expect(recorded).toMatchObject({ digest, digestMistake: mistake })
  })

  it('is explained as unknown-application for an unknown SDK id', async () => {
    await using world = await startEmulatorFixture()
    const sentQuery = (query: string) => query.replace(/sdkId=[^&]+/, `sdkId=${randomUUID()}`)
    const { status, code, recorded } = await post(world, { sentQuery })
    expect([status, code]).toEqual([404, 'APP_NOT_FOUND'])
    expect(recorded?.digestMistake).toBe('unknown-application')
  })

  it.each<[DigestMistake, string]>([
    ['other-path', 'GET&/session/1'],
    ['other-path', 'GET&/sessions/1/'],
    ['other-path', 'GET&sessions/1'],
    ['other-method', 'get&/sessions/1'],
    ['other-method', 'POST&/sessions/1'],
    ['other-text', 'GET&/media/1'],
  ])('is explained as %s when a GET is signed as %s', async (mistake, head) => {
    await using world = await startEmulatorFixture()
    const query = `sdkId=${world.application.sdkId}&nonce=${randomUUID()}&timestamp=1`
    const digest = signMessage(`${head}?${query}`, world.application.privateKey)
    await sendRequest(`${world.emulator.apiUrl}/sessions/1?${query}`, {
      headers: { 'X-Yoti-Auth-Digest': digest },
    })
    expect(world.emulator.requests().at(-1)?.digestMistake).toBe(mistake)
  })

  it('that is valid has no mistake, and each mistake says what to do', async () => {
    await using world = await startEmulatorFixture()
    expect(await post(world, {})).toMatchObject({
      status: 201,
      recorded: { digest: 'verified', digestMistake: undefined },
    })
    for (const remedy of Object.values(DIGEST_MISTAKES)) {
      expect(remedy).toMatch(/\. (Send|Put|Use|Sign|Build|Append|Compare) .+\.$/)
    }
  })
})
