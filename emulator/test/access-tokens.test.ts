import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { SESSION_SPEC } from './session-spec.js'
import { createApplication, sendRequest } from './signed-client.js'
import {
  buildClaims,
  buildForm,
  createBearerClient,
  postForm,
  requestToken,
  signAssertion,
} from './token-client.js'

type Claims = ReturnType<typeof buildClaims>

const other = createApplication()
const world = await startEmulatorFixture({ applications: [other] })
const { emulator, application, clock } = world
const { privateKey } = application

afterAll(() => emulator.close())

async function openBearerClient(baseUrl = emulator.apiUrl, owner: typeof other = application) {
  const { json } = await requestToken({ ...world, application: owner })
  return createBearerClient(baseUrl, json.access_token)
}

function signWithPublicKey(claims: Claims) {
  const text = signAssertion(claims, privateKey, { alg: 'HS384' }).replace(/\.[^.]*$/, '')
  const hmac = createHmac('sha384', application.publicKey).update(text)
  return `${text}.${hmac.digest('base64url')}`
}

describe('POST /v1/oauth/token', () => {
  it('issues a token for an hour, which must not be cached', async () => {
    const { status, headers, json } = await requestToken(world)
    expect(emulator.tokenUrl).toBe(`${emulator.url}/v1/oauth/token`)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(json).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'idv:sessions',
    })
  })

  it.each<[string, (claims: Claims) => object]>([
    ['an array as aud', ({ aud }) => ({ aud: [aud] })],
    ['an upper-case SDK id', ({ iss }) => ({ iss: iss.toUpperCase() })],
    ['a lifetime of 1800 seconds', ({ iat }) => ({ exp: iat + 1800 })],
  ])('accepts %s, and a charset', async (_case, change) => {
    const claims = buildClaims(world)
    const form = buildForm(signAssertion({ ...claims, ...change(claims) }, privateKey))
    const contentType = 'application/x-www-form-urlencoded; charset=UTF-8'
    const headers = { charset: 'utf-8', 'Content-Type': contentType }
    expect(await postForm(world, form, headers)).toMatchObject({ status: 200 })
  })

  it('accepts the public URL as aud, and the host that the request was sent to', async () => {
    await using proxied = await startEmulatorFixture({ publicUrl: 'https://yoti.example' })
    const { inboxUrl, tokenUrl: publicUrl } = proxied.emulator
    expect(publicUrl).toBe('https://yoti.example/v1/oauth/token')
    const tokenUrl = `${new URL(inboxUrl).origin}/v1/oauth/token`
    for (const aud of [publicUrl, tokenUrl]) {
      const response = await requestToken({ ...proxied, emulator: { tokenUrl } }, { aud })
      expect(response).toMatchObject({ status: 200 })
    }
  })

  it.each([
    ['invalid_request', 'grant_type', undefined],
    ['unsupported_grant_type', 'grant_type', 'password'],
    ['invalid_request', 'client_assertion_type', undefined],
    ['invalid_request', 'client_assertion_type', 'saml2-bearer'],
    ['invalid_request', 'client_assertion', undefined],
    ['invalid_request', 'client_assertion', ''],
    ['invalid_request', 'scope', ['idv:sessions', 'idv:sessions']],
    ['invalid_scope', 'scope', undefined],
    ['invalid_scope', 'scope', ''],
    ['invalid_scope', 'scope', 'idv:sessions idv:other'],
  ])('answers 400 %s for the %s %j', async (error, name, values = []) => {
    const assertion = signAssertion(buildClaims(world), privateKey)
    const form = new URLSearchParams(buildForm(assertion))
    form.delete(name)
    for (const value of [values].flat()) form.append(name, value)
    const { status, headers, json } = await postForm(world, form.toString())
    expect([status, headers.get('cache-control'), json]).toEqual([400, 'no-store', { error }])
    // The assertion was not used up.
    expect(await postForm(world, buildForm(assertion))).toMatchObject({ status: 200 })
  })

  it.each<[string, (claims: Claims) => object | string]>([
    ['audience', () => ({ aud: 'https://auth.api.yoti.com/v1/oauth/token' })],
    ['audience', ({ aud }) => ({ aud: [`${aud}/`] })],
    ['audience', () => ({ aud: undefined })],
    ['expired', ({ iat }) => ({ iat: iat - 300, exp: iat })],
    ['malformed', () => ({ exp: undefined })],
    ['malformed', () => ({ iat: undefined })],
    ['malformed', () => ({ jti: undefined })],
    ['malformed', () => 'eyJ'],
    ['lifetime', ({ iat }) => ({ exp: iat + 1801 })],
    ['subject', () => ({ iss: `sdk:${randomUUID()}` })],
    ['subject', ({ sub }) => ({ iss: sub.slice(4), sub: sub.slice(4) })],
    ['subject', () => ({ iss: undefined, sub: undefined })],
    ['unknown-application', () => ({ iss: 'sdk:0', sub: 'sdk:0' })],
    ['signature', (claims) => signAssertion(claims, other.privateKey)],
    ['algorithm', (claims) => signAssertion(claims, privateKey, { alg: 'PS256' })],
    ['algorithm', signWithPublicKey],
    [
      'algorithm',
      (claims) => signAssertion(claims, privateKey, { alg: 'none' }).replace(/[^.]*$/, ''),
    ],
  ])('answers 401 invalid_client and records %s (%#)', async (assertionMistake, change) => {
    const claims = buildClaims(world)
    const changed = change(claims)
    const assertion =
      typeof changed === 'string' ? changed : signAssertion({ ...claims, ...changed }, privateKey)
    const { status, headers, json } = await postForm(world, buildForm(assertion))
    expect([status, headers.get('cache-control')]).toEqual([401, 'no-store'])
    expect(json).toEqual({ error: 'invalid_client' })
    expect(emulator.requests().at(-1)).toMatchObject({
      ...{ path: '/v1/oauth/token', status: 401, code: 'invalid_client', assertionMistake },
    })
  })

  it('answers 401 invalid_client for a jti that was used before, and explains it in the inbox', async () => {
    const claims = buildClaims(world)
    expect(await requestToken(world, claims)).toMatchObject({ status: 200 })
    await clock.advance(299_000)
    const again = await requestToken(world, { ...claims, exp: claims.exp + 300 })
    expect(again).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
    const inbox = await fetch(`${emulator.inboxUrl}/state?failed=1`)
    const { requests } = (await inbox.json()) as { requests: { remedy: string }[] }
    expect(requests[0]?.remedy).toContain('jti')
  })
})

describe('an access token', () => {
  it('replaces the digest and the sdkId on every signed route of both APIs', async () => {
    const bearer = await openBearerClient()
    const sandbox = await openBearerClient(emulator.sandboxUrl)
    const { status, json } = await bearer('POST', '/sessions', SESSION_SPEC)
    expect(status).toBe(201)
    const path = `/sessions/${json.session_id}`
    for (const config of [path, `/apps/${application.sdkId}`]) {
      const response = await sandbox('PUT', `${config}/response-config`, {})
      expect(response).toMatchObject({ status: 200 })
    }
    expect(await bearer('GET', path)).toMatchObject({ status: 200, json: { state: 'ONGOING' } })
    expect(await bearer('GET', `${path}/configuration`)).toMatchObject({ status: 200 })
    expect(await bearer('GET', `${path}/tracked-devices`)).toMatchObject({ status: 200 })
    expect(await bearer('GET', `${path}/media/1/content`)).toMatchObject({ status: 404 })
    expect(await bearer('GET', '/supported-documents')).toMatchObject({ status: 200 })
    const recorded = emulator.requests().at(-1)
    expect(recorded).toMatchObject({ digest: 'none-needed', code: undefined })
  })

  it('is rejected with 401 BAD_TOKEN when it is unknown, empty or older than an hour', async () => {
    const path = `/sessions/${randomUUID()}`
    const bearer = await openBearerClient()
    await clock.advance(3_599_000)
    expect(await bearer('GET', path)).toMatchObject({ json: { code: 'SESSION_NOT_FOUND' } })
    await clock.advance(1_000)
    const strangers = ['', 'x'].map((token) => createBearerClient(emulator.apiUrl, token))
    for (const send of [bearer, ...strangers]) {
      expect(await send('GET', path)).toMatchObject({
        status: 401,
        json: { code: 'BAD_TOKEN', message: 'The token is invalid or has expired' },
      })
    }
    const recorded = emulator.requests().at(-1)
    expect(recorded).toMatchObject({ digest: 'none-needed', code: 'BAD_TOKEN' })
  })

  it('sees only the sessions of its own application, and configures only its own', async () => {
    const [own, stranger] = [
      await openBearerClient(emulator.sandboxUrl),
      await openBearerClient(emulator.sandboxUrl, other),
    ]
    const path = `/sessions/${(await own('POST', '/sessions', SESSION_SPEC)).json.session_id}`
    expect(await own('GET', path)).toMatchObject({ status: 200 })
    expect(await stranger('GET', path)).toMatchObject({ json: { code: 'SESSION_NOT_FOUND' } })
    const foreign = { status: 401, json: { code: 'BAD_TOKEN' } }
    const query = `?sdkId=${application.sdkId}`
    expect(await stranger('GET', path + query)).toMatchObject(foreign)
    const config = `/apps/${application.sdkId}/response-config`
    expect(await stranger('PUT', config, {})).toMatchObject(foreign)
  })

  it('is ignored beside a digest', async () => {
    const { path } = await world.createSession()
    const signed = await world.signed('GET', path, undefined, {
      headers: { Authorization: 'Bearer unknown' },
    })
    expect(signed.status).toBe(200)
    expect(emulator.requests().at(-1)).toMatchObject({ digest: 'verified' })
    const bearer = await openBearerClient()
    const headers = { 'X-Yoti-Auth-Digest': 'AAAA' }
    const query = `sdkId=${application.sdkId}&nonce=${randomUUID()}&timestamp=1`
    expect(await bearer('GET', `${path}?${query}`, undefined, headers)).toMatchObject({
      status: 401,
      json: { code: 'MESSAGE_SIGNING' },
    })
  })

  it('of another scheme than Bearer is a missing digest', async () => {
    const { path } = await world.createSession()
    const headers = { Authorization: 'Basic dTpw' }
    expect(await sendRequest(emulator.apiUrl + path, { headers })).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED_REQUEST' },
    })
  })
})
