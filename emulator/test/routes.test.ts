import { afterAll, describe, expect, it } from '@jest/globals'
import { captureSession } from '../src/capture-client/capture-session.js'
import { startEmulator } from '../src/start-emulator.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { SESSION_SPEC } from './session-spec.js'
import { sendRequest } from './signed-client.js'

const world = await startEmulatorFixture()
const { emulator } = world
const get = (path: string) => sendRequest(`${emulator.apiUrl}${path}`, {})

afterAll(() => emulator.close())

describe('the emulator', () => {
  it('rejects with the original error when its port is taken', async () => {
    const port = Number(new URL(emulator.url).port)
    await expect(startEmulator({ port, applications: [] })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  it('counts the sockets it accepted and records what it received', async () => {
    await using fresh = await startEmulatorFixture()
    await fresh.createSession()
    expect(fresh.emulator.connections()).toBe(1)
    expect(fresh.emulator.requests()).toMatchObject([
      { method: 'POST', path: '/idverify/v1/sessions', status: 201, digest: 'verified' },
    ])
  })

  it.each(['apiUrl', 'sandboxUrl'] as const)(
    'serves the client page under %s to be framed by any site',
    async (base) => {
      const page = await sendRequest(`${emulator[base]}/web/index.html`, {})
      const { status, headers, bytes } = page
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(bytes.toString()).toContain('<main')
      expect(headers.get('x-frame-options')).toBeNull()
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(policy).not.toMatch(/unsafe|frame-ancestors/)
    },
  )
})

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1'

describe('the tracked devices', () => {
  it('are those of the client: on landing, for each resource and at the end', async () => {
    const { path, endUser } = await world.createSession()
    const readDevices = async () => (await world.signed('GET', `${path}/tracked-devices`)).json
    // The relying party reads the configuration, too.
    await world.signed('GET', `${path}/configuration`)
    expect(await readDevices()).toEqual([])
    const headers = { 'User-Agent': PHONE }
    await endUser.call('GET', '/configuration?detectedLocale=fr-FR', undefined, headers)
    await endUser.captureAndFinish()
    const { resources } = (await world.signed('GET', path)).json
    expect(await readDevices()).toMatchObject([
      {
        event: 'CONFIG_FIRST_LOADED',
        device: {
          ip_address: '',
          manufacture_name: 'Apple',
          model_name: 'iPhone',
          os_name: 'iOS',
          os_version: '17.4',
          browser_name: 'Safari',
          browser_version: '17.4',
          locale: 'fr-FR',
        },
      },
      { event: 'RESOURCE_CREATED', resource_id: resources.id_documents[0]?.id },
      { event: 'RESOURCE_CREATED', resource_id: resources.liveness_capture[0]?.id },
      { event: 'CLIENT_SESSION_TOKEN_DELETED' },
    ])
    expect((await world.signed('DELETE', `${path}/tracked-devices`)).status).toBe(204)
    expect(await readDevices()).toEqual([])
  })
})

describe('the specimens', () => {
  it.each(['GBR/PASSPORT/0.svg?person=someone', 'DEU/NATIONAL_ID/1.svg', 'face.svg'])(
    'are drawn without authentication: %s',
    async (drawing) => {
      const { status, headers, bytes } = await get(`/specimens/${drawing}`)
      expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
      expect(bytes.toString()).toContain('SPECIMEN')
    },
  )

  it('have two sides at most', async () => {
    expect((await get('/specimens/GBR/PASSPORT/2.svg')).status).toBe(404)
  })
})

describe('supported documents', () => {
  const findCountry = async (query: string, wanted: string) => {
    const { json } = await get(`/supported-documents${query}`)
    return first(json.supported_countries.filter(({ code }) => code === wanted)).supported_documents
  }

  it('contain the earliest issue date where it matters, also in a configuration', async () => {
    const { endUser } = await world.createSession()
    const { capture } = (await endUser.call('GET', '/configuration')).json
    const { supported_countries: countries } = first(capture.required_resources)
    const allowed = first(countries.filter(({ code }) => code === 'GBR')).supported_documents
    const requirements = { date_from: '2012-10-31' }
    for (const documents of [allowed, await findCountry('', 'GBR')]) {
      expect(documents).toContainEqual({ type: 'PASSPORT', is_strictly_latin: true })
      const licence = { type: 'DRIVING_LICENCE', is_strictly_latin: true, requirements }
      expect(documents).toContainEqual(licence)
    }
  })

  it.each([
    ['', true],
    ['?includeNonLatin=false', true],
    ['?includeNonLatin=0', true],
    ['?includeNonLatin=true', false],
    ['?includeNonLatin=1', false],
  ])('with the query "%s" are Latin only: %s', async (query, isLatin) => {
    expect((await findCountry(query, 'GRC')).length === 1).toBe(isLatin)
  })
})

describe('an unsupported feature', () => {
  it('is accepted in a session specification and has no effect', async () => {
    const { path, endUser } = await world.createSession({
      ...SESSION_SPEC,
      requested_checks: [
        { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
        { type: 'IBV_VISUAL_REVIEW_CHECK', config: { manual_check: 'IBV' } },
        {
          type: 'DOCUMENT_SCHEME_VALIDITY_CHECK',
          config: { manual_check: 'IBV', scheme: 'UK_GDS' },
        },
      ],
      identity_profile_requirements: {
        trust_framework: 'YOTI_GLOBAL',
        scheme: { type: 'CAN_CRC' },
      },
      ibv_options: { support: 'MANDATORY' },
    })
    await captureSession(endUser.launch)
    await world.clock.advance(60_000)
    const { json } = await world.signed('GET', path)
    expect(json).toMatchObject({ state: 'COMPLETED', identity_profile: { result: 'DONE' } })
    expect(json.resources.id_documents).toMatchObject([{ source: { type: 'END_USER' } }])
    const report = { recommendation: { value: 'APPROVE' }, breakdown: [] }
    for (const check of [
      { type: 'IBV_VISUAL_REVIEW_CHECK', report },
      { type: 'DOCUMENT_SCHEME_VALIDITY_CHECK', report, scheme: 'UK_GDS' },
    ]) {
      expect(json.checks).toContainEqual(expect.objectContaining(check))
    }
  })
})

describe('a call at a wrong address', () => {
  it.each([
    ['POST', '/idverify/v2/sessions', 'Call POST /idverify/v1/sessions'],
    ['POST', '/sessions', 'Call POST /idverify/v1/sessions'],
    ['GET', '/v1/sessions/1/media/2/content', 'Call GET /idverify/v1/sessions/1/media/2/content'],
    ['GET', '/', 'The API is served under /idverify/v1, and with response configurations under'],
    ['POST', '/idverify/v1/agent', 'served under /sandbox/idverify/v1 only'],
    ['PUT', '/idverify/v1/sessions/1/response-config', '/sandbox/idverify/v1 only'],
    // Features that are not emulated.
    ['GET', '/idverify/v1/sessions/1/instructions', 'The API has no call GET'],
    ['PUT', '/idverify/v1/sessions/1/instructions', 'The API has no call PUT'],
    ['POST', '/idverify/v1/applicants', 'The API has no call POST'],
  ])('returns 404 for %s %s and says where it is served', async (method, path, expected) => {
    const url = `${emulator.url}${path}?sdkId=secret`
    const { status, headers, json } = await sendRequest(url, { method })
    expect([status, json.code]).toEqual([404, 'NOT_FOUND'])
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(json.message).toContain(expected)
    expect(json.message).not.toContain('secret')
  })
})
