import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from './session-spec.js'
import { createApplication, createSignedClient, sendRequest, signMessage } from './signed-client.js'
import { startEmulatorFixture } from './emulator-fixture.js'

type World = Awaited<ReturnType<typeof startEmulatorFixture>>

/** A GET of an unknown session: 404 SESSION_NOT_FOUND means that the signature was accepted. */
async function getWith({ emulator, application }: World, query: string) {
  const path = `/sessions/${randomUUID()}`
  const digest = signMessage(`GET&${path}?${query}`, application.privateKey)
  const headers = { 'X-Yoti-Auth-Digest': digest }
  return sendRequest(`${emulator.apiUrl}${path}?${query}`, { method: 'GET', headers })
}

describe('a signed request', () => {
  it.each([
    ['Node', (id: string) => `sdkId=${id}&nonce=${randomUUID()}&timestamp=1700000000000`],
    [
      'Go',
      (id: string) => `timestamp=1700000000000&sdkID=${id}&nonce=${randomUUID().toUpperCase()}`,
    ],
    ['Java', (id: string) => `sdkId=${id}&nonce=${randomUUID()}&timestamp=88812345678`],
    ['Ruby', (id: string) => `nonce=${randomUUID()}&timestamp=1700000000&sdkId=${id}`],
  ])('is accepted as the %s client writes its query', async (_client, query) => {
    await using world = await startEmulatorFixture()
    const { json } = await getWith(world, query(world.application.sdkId))
    expect(json.code).toBe('SESSION_NOT_FOUND')
  })

  it('is rejected without headers, with every missing property and no message', async () => {
    await using world = await startEmulatorFixture()
    const { status, headers, json } = await sendRequest(`${world.emulator.apiUrl}/sessions`, {
      method: 'POST',
      body: '{}',
    })
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(json).toEqual({
      code: 'MALFORMED_REQUEST',
      errors: ['header.X-Yoti-Auth-Digest', 'query.sdkId', 'query.nonce', 'query.timestamp'].map(
        (property) => ({ property, message: 'must not be null or empty' }),
      ),
    })
    expect(world.emulator.requests()).toMatchObject([
      { status: 400, code: 'MALFORMED_REQUEST', digest: 'missing' },
    ])
  })

  it('is rejected when the nonce or timestamp is malformed', async () => {
    await using world = await startEmulatorFixture()
    const { status, json } = await getWith(
      world,
      `sdkId=${world.application.sdkId}&nonce=1&timestamp=now`,
    )
    expect(status).toBe(400)
    expect(json.errors).toEqual([
      { property: 'query.nonce', message: 'must be a UUID' },
      { property: 'query.timestamp', message: 'must be a number' },
    ])
  })

  it('answers 401 BAD_SDK_ID, 404 APP_NOT_FOUND and 401 MESSAGE_SIGNING for a wrong application', async () => {
    await using world = await startEmulatorFixture()
    const client = (changed: object) =>
      createSignedClient(world.emulator.apiUrl, { ...world.application, ...changed })
    const post = async (changed: object) => {
      const { status, json } = await client(changed)('POST', '/sessions', SESSION_SPEC)
      return [status, json]
    }
    expect(await post({ sdkId: 'my-app' })).toMatchObject([401, { code: 'BAD_SDK_ID' }])
    expect(await post({ sdkId: randomUUID() })).toEqual([
      404,
      { code: 'APP_NOT_FOUND', message: 'The referenced application does not exist' },
    ])
    expect(await post({ privateKey: createApplication().privateKey })).toEqual([
      401,
      { code: 'MESSAGE_SIGNING', message: 'The message was not signed correctly' },
    ])
    expect(world.emulator.requests().at(-1)).toMatchObject({ digest: 'refused' })
  })

  it('sees only the sessions of its own application', async () => {
    const [first, second] = [createApplication(), createApplication()]
    await using world = await startEmulatorFixture({ applications: [first, second] })
    const ask = createSignedClient(world.emulator.apiUrl, first)
    const other = createSignedClient(world.emulator.apiUrl, second)
    const { json } = await ask('POST', '/sessions', SESSION_SPEC)
    expect((await ask('GET', `/sessions/${json.session_id}`)).status).toBe(200)
    expect(await other('GET', `/sessions/${json.session_id}`)).toMatchObject({
      status: 404,
      json: {
        code: 'SESSION_NOT_FOUND',
        message: 'No session found matching the sessionId provided',
      },
    })
  })

  it('may carry a Content-Type without a body, and a JSON body without one', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    const headers = { 'Content-Type': 'application/json' }
    expect((await world.signed('GET', path, undefined, { headers })).status).toBe(200)
    const body = Buffer.from(JSON.stringify(SESSION_SPEC))
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const { status } = await world.signed('POST', '/sessions', undefined, { body, headers: form })
    expect(status).toBe(201)
  })
})

describe('a client session token', () => {
  it('is rejected when it is wrong, and reported when it is missing', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    const put = (headers: Record<string, string>) =>
      sendRequest(`${world.emulator.apiUrl}${path}/biometric-consent`, { method: 'PUT', headers })
    expect(await put({ 'X-Yoti-Auth-Token': randomUUID() })).toMatchObject({
      status: 401,
      json: { code: 'BAD_TOKEN' },
    })
    expect(await put({})).toMatchObject({
      status: 400,
      json: {
        code: 'MALFORMED_REQUEST',
        errors: [{ property: 'header.X-Yoti-Auth-Token', message: 'must not be null or empty' }],
      },
    })
  })

  it('does not read results', async () => {
    await using world = await startEmulatorFixture()
    const { token, path } = await world.createSession()
    const { status } = await sendRequest(`${world.emulator.apiUrl}${path}`, {
      headers: { 'X-Yoti-Auth-Token': token },
    })
    expect(status).toBe(400)
  })
})
