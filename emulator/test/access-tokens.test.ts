import { createHmac, randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
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

type World = Awaited<ReturnType<typeof startEmulatorFixture>>

const sign = (world: World, header?: object, key = world.application.privateKey) =>
  signAssertion(buildClaims(world), key, header)

async function openBearerClient(world: World, baseUrl = world.emulator.apiUrl) {
  const { json } = await requestToken(world)
  return createBearerClient(baseUrl, json.access_token)
}

describe('POST /v1/oauth/token', () => {
  it('issues a token for an hour, which must not be cached', async () => {
    await using world = await startEmulatorFixture()
    const { status, headers, json } = await requestToken(world)
    expect(world.emulator.tokenUrl).toBe(`${world.emulator.url}/v1/oauth/token`)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(json).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'idv:sessions',
    })
  })

  it.each<[string, (claims: ReturnType<typeof buildClaims>) => object]>([
    ['an array as aud', ({ aud }) => ({ aud: [aud] })],
    ['an upper-case SDK id', ({ iss }) => ({ iss: iss.toUpperCase() })],
    ['a lifetime of 1800 seconds', ({ iat }) => ({ exp: iat + 1800 })],
  ])('accepts %s', async (_case, change) => {
    await using world = await startEmulatorFixture()
    expect(await requestToken(world, change(buildClaims(world)))).toMatchObject({ status: 200 })
  })

  it('accepts the public URL as aud, and the host that the request was sent to', async () => {
    await using world = await startEmulatorFixture({ publicUrl: 'https://yoti.example' })
    const local = new URL(world.emulator.inboxUrl).origin
    expect(world.emulator.tokenUrl).toBe('https://yoti.example/v1/oauth/token')
    const here = { ...world, emulator: { tokenUrl: `${local}/v1/oauth/token` } }
    for (const aud of [world.emulator.tokenUrl, here.emulator.tokenUrl]) {
      expect(await requestToken(here, { aud })).toMatchObject({ status: 200 })
    }
  })

  it('ignores a charset header and the charset of the content type', async () => {
    await using world = await startEmulatorFixture()
    const contentType = 'application/x-www-form-urlencoded; charset=UTF-8'
    const headers = { charset: 'utf-8', 'Content-Type': contentType }
    expect(await postForm(world, buildForm(sign(world)), headers)).toMatchObject({ status: 200 })
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
    await using world = await startEmulatorFixture()
    const assertion = sign(world)
    const form = new URLSearchParams(buildForm(assertion))
    form.delete(name)
    for (const value of [values].flat()) form.append(name, value)
    const { status, headers, json } = await postForm(world, form.toString())
    expect([status, headers.get('cache-control'), json]).toEqual([400, 'no-store', { error }])
    // The assertion was not used up.
    expect(await postForm(world, buildForm(assertion))).toMatchObject({ status: 200 })
  })

  it.each<[string, (claims: ReturnType<typeof buildClaims>) => object]>([
    ['audience', () => ({ aud: 'https://auth.api.yoti.com/v1/oauth/token' })],
    ['audience', ({ aud }) => ({ aud: [`${aud}/`] })],
    ['audience', () => ({ aud: undefined })],
    ['expired', ({ iat }) => ({ iat: iat - 300, exp: iat })],
    ['malformed', () => ({ exp: undefined })],
    ['malformed', () => ({ iat: undefined })],
    ['malformed', () => ({ jti: undefined })],
    ['lifetime', ({ iat }) => ({ exp: iat + 1801 })],
    ['subject', () => ({ iss: `sdk:${randomUUID()}` })],
    ['subject', ({ sub }) => ({ iss: sub.slice(4), sub: sub.slice(4) })],
    ['subject', () => ({ iss: undefined, sub: undefined })],
    ['unknown-application', () => ({ iss: 'sdk:0', sub: 'sdk:0' })],
  ])('answers 401 invalid_client and records %s (%#)', async (assertionMistake, change) => {
    await using world = await startEmulatorFixture()
    const { status, headers, json } = await requestToken(world, change(buildClaims(world)))
    expect([status, headers.get('cache-control')]).toEqual([401, 'no-store'])
    expect(json).toEqual({ error: 'invalid_client' })
    expect(world.emulator.requests()).toMatchObject([
      { path: '/v1/oauth/token', status: 401, code: 'invalid_client', assertionMistake },
    ])
  })

  it.each<[string, string, (world: World) => string]>([
    ['signature', 'another key', (world) => sign(world, undefined, createApplication().privateKey)],
    ['algorithm', 'PS256 in the header', (world) => sign(world, { alg: 'PS256' })],
    [
      'algorithm',
      'an HMAC with the public key',
      (world) => {
        const text = sign(world, { alg: 'HS384' }).replace(/\.[^.]*$/, '')
        const hmac = createHmac('sha384', world.application.publicKey).update(text)
        return `${text}.${hmac.digest('base64url')}`
      },
    ],
    ['algorithm', 'no signature', (world) => sign(world, { alg: 'none' }).replace(/[^.]*$/, '')],
    ['malformed', 'no JWT', () => 'eyJ'],
  ])('answers 401 invalid_client and records %s for %s', async (assertionMistake, _case, build) => {
    await using world = await startEmulatorFixture()
    const { status, json } = await postForm(world, buildForm(build(world)))
    expect([status, json]).toEqual([401, { error: 'invalid_client' }])
    expect(world.emulator.requests()).toMatchObject([{ assertionMistake }])
  })

  it('answers 401 invalid_client for a jti that was used before, and explains it in the inbox', async () => {
    await using world = await startEmulatorFixture()
    const claims = buildClaims(world)
    expect(await requestToken(world, claims)).toMatchObject({ status: 200 })
    await world.clock.advance(299_000)
    const again = await requestToken(world, { ...claims, exp: claims.exp + 300 })
    expect(again).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
    const inbox = await fetch(`${world.emulator.inboxUrl}/state`)
    expect(await inbox.json()).toMatchObject({
      requests: [{ code: 'invalid_client', remedy: expect.stringContaining('jti') as unknown }, {}],
    })
  })
})

describe('an access token', () => {
  it('replaces the digest and the sdkId on every signed route of both APIs', async () => {
    await using world = await startEmulatorFixture()
    const bearer = await openBearerClient(world)
    const sandbox = await openBearerClient(world, world.emulator.sandboxUrl)
    const { status, json } = await bearer('POST', '/sessions', SESSION_SPEC)
    expect(status).toBe(201)
    const path = `/sessions/${json.session_id}`
    const configs = [`${path}/response-config`, `/apps/${world.application.sdkId}/response-config`]
    for (const config of configs) {
      expect(await sandbox('PUT', config, {})).toMatchObject({ status: 200 })
    }
    expect(await bearer('GET', path)).toMatchObject({ status: 200, json: { state: 'ONGOING' } })
    expect(await bearer('GET', `${path}/configuration`)).toMatchObject({ status: 200 })
    expect(await bearer('GET', `${path}/tracked-devices`)).toMatchObject({ status: 200 })
    expect(await bearer('GET', `${path}/media/1/content`)).toMatchObject({ status: 404 })
    expect(await bearer('GET', '/supported-documents')).toMatchObject({ status: 200 })
    expect(world.emulator.requests().at(-1)).toMatchObject({
      digest: 'none-needed',
      code: undefined,
    })
  })

  it('is rejected with 401 BAD_TOKEN when it is unknown, empty or older than an hour', async () => {
    await using world = await startEmulatorFixture()
    const path = `/sessions/${randomUUID()}`
    const bearer = await openBearerClient(world)
    await world.clock.advance(3_599_000)
    expect(await bearer('GET', path)).toMatchObject({ json: { code: 'SESSION_NOT_FOUND' } })
    await world.clock.advance(1_000)
    for (const send of [
      bearer,
      ...['', 'x'].map((token) => createBearerClient(world.emulator.apiUrl, token)),
    ]) {
      expect(await send('GET', path)).toMatchObject({
        status: 401,
        json: { code: 'BAD_TOKEN', message: 'The token is invalid or has expired' },
      })
    }
    expect(world.emulator.requests().at(-1)).toMatchObject({
      digest: 'none-needed',
      code: 'BAD_TOKEN',
    })
  })

  it('sees only the sessions of its own application, and configures only its own', async () => {
    const [first, second] = [createApplication(), createApplication()]
    await using world = await startEmulatorFixture({ applications: [first, second] })
    const own = await openBearerClient({ ...world, application: first }, world.emulator.sandboxUrl)
    const other = await openBearerClient(
      { ...world, application: second },
      world.emulator.sandboxUrl,
    )
    const path = `/sessions/${(await own('POST', '/sessions', SESSION_SPEC)).json.session_id}`
    expect(await own('GET', path)).toMatchObject({ status: 200 })
    expect(await other('GET', path)).toMatchObject({ json: { code: 'SESSION_NOT_FOUND' } })
    const foreign = { status: 401, json: { code: 'BAD_TOKEN' } }
    expect(await other('GET', `${path}?sdkId=${first.sdkId}`)).toMatchObject(foreign)
    const config = `/apps/${first.sdkId}/response-config`
    expect(await other('PUT', config, {})).toMatchObject(foreign)
  })

  it('is ignored beside a digest', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    const signed = await world.signed('GET', path, undefined, {
      headers: { Authorization: 'Bearer unknown' },
    })
    expect(signed.status).toBe(200)
    expect(world.emulator.requests().at(-1)).toMatchObject({ digest: 'verified' })
    const bearer = await openBearerClient(world)
    const headers = { 'X-Yoti-Auth-Digest': 'AAAA' }
    const query = `sdkId=${world.application.sdkId}&nonce=${randomUUID()}&timestamp=1`
    expect(await bearer('GET', `${path}?${query}`, undefined, headers)).toMatchObject({
      status: 401,
      json: { code: 'MESSAGE_SIGNING' },
    })
  })

  it('of another scheme than Bearer is a missing digest', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    const headers = { Authorization: 'Basic dTpw' }
    expect(await sendRequest(world.emulator.apiUrl + path, { headers })).toMatchObject({
      status: 400,
      json: { code: 'MALFORMED_REQUEST' },
    })
  })
})
