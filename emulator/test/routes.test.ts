import { describe, expect, it } from '@jest/globals'
import { captureSession } from '../src/capture-client/capture-session.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { SESSION_SPEC } from './session-spec.js'
import { sendRequest } from './signed-client.js'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1'

describe('the client routes', () => {
  it('track the device on landing, each resource and finish, until it is deleted', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser, id } = await world.createSession()
    const headers = { 'User-Agent': PHONE }
    await endUser.call('GET', '/configuration?detectedLocale=fr-FR', undefined, headers)
    await endUser.captureAndFinish()
    const { json } = await world.signed('GET', `${path}/tracked-devices`)
    const { resources } = (await world.signed('GET', path)).json
    expect(json).toMatchObject([
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
    expect((await world.signed('GET', `${path}/tracked-devices`)).json).toEqual([])
    expect(world.emulator.session(id)).toMatchObject({ state: 'ONGOING', clientErrors: [] })
  })

  it('do not track the relying party when it reads the configuration', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    expect((await world.signed('GET', `${path}/configuration`)).status).toBe(200)
    expect((await world.signed('GET', `${path}/tracked-devices`)).json).toEqual([])
  })

  it('report the error with which the page ended', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, id } = await world.createSession()
    expect((await endUser.call('POST', '/client-error', { code: 4000 })).status).toBe(204)
    expect(world.emulator.session(id)?.clientErrors).toEqual([4000])
  })

  it('draw specimens without authentication', async () => {
    await using world = await startEmulatorFixture()
    for (const drawing of [
      'GBR/PASSPORT/0.svg?person=someone',
      'DEU/NATIONAL_ID/1.svg',
      'face.svg',
    ]) {
      const answer = await sendRequest(`${world.emulator.apiUrl}/specimens/${drawing}`, {})
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
      expect(answer.bytes.toString()).toContain('SPECIMEN')
    }
    const { status } = await sendRequest(
      `${world.emulator.apiUrl}/specimens/GBR/PASSPORT/2.svg`,
      {},
    )
    expect(status).toBe(404)
  })

  it('return 404 with an error body and a request id for unknown paths', async () => {
    await using world = await startEmulatorFixture()
    const { status, headers, json } = await sendRequest(`${world.emulator.apiUrl}/nothing`, {})
    expect([status, json.code]).toEqual([404, 'NOT_FOUND'])
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('supported documents', () => {
  it('contain the earliest issue date where it matters, also in a configuration', async () => {
    await using world = await startEmulatorFixture()
    const licence = {
      type: 'DRIVING_LICENCE',
      is_strictly_latin: true,
      requirements: { date_from: '2012-10-31' },
    }
    const { endUser } = await world.createSession()
    const { capture } = (await endUser.call('GET', '/configuration')).json
    const { json } = await sendRequest(`${world.emulator.apiUrl}/supported-documents`, {})
    for (const countries of [
      json.supported_countries,
      first(capture.required_resources).supported_countries,
    ]) {
      const british = first(countries.filter(({ code }) => code === 'GBR'))
      expect(british.supported_documents).toContainEqual(licence)
      expect(british.supported_documents).toContainEqual({
        type: 'PASSPORT',
        is_strictly_latin: true,
      })
    }
  })

  it('are public, and Latin only unless the query requests otherwise', async () => {
    await using world = await startEmulatorFixture()
    const greek = async (query: string) => {
      const { status, json } = await sendRequest(
        `${world.emulator.apiUrl}/supported-documents${query}`,
        {},
      )
      expect(status).toBe(200)
      return first(json.supported_countries.filter(({ code }) => code === 'GRC'))
        .supported_documents.length
    }
    for (const query of ['', '?includeNonLatin=false', '?includeNonLatin=0']) {
      expect(await greek(query)).toBe(1)
    }
    for (const query of ['?includeNonLatin=true', '?includeNonLatin=1']) {
      expect(await greek(query)).toBeGreaterThan(1)
    }
  })
})

describe('an unsupported feature', () => {
  it('is accepted in a session specification and has no effect', async () => {
    await using world = await startEmulatorFixture()
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
    expect(json.checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'IBV_VISUAL_REVIEW_CHECK', report }),
        expect.objectContaining({
          type: 'DOCUMENT_SCHEME_VALIDITY_CHECK',
          report,
          scheme: 'UK_GDS',
        }),
      ]),
    )
  })

  it.each([
    ['GET', '/sessions/1/instructions'],
    ['PUT', '/sessions/1/instructions'],
    ['POST', '/applicants'],
  ])('returns 404 for %s %s', async (method, path) => {
    await using world = await startEmulatorFixture()
    const body = method === 'GET' ? undefined : {}
    expect(await world.signed(method, path, body)).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    })
  })
})

describe('a call at a wrong address', () => {
  it.each([
    ['POST', '/idverify/v2/sessions', 'Call POST /idverify/v1/sessions'],
    ['POST', '/sessions', 'Call POST /idverify/v1/sessions'],
    ['GET', '/v1/sessions/1/media/2/content', 'Call GET /idverify/v1/sessions/1/media/2/content'],
    ['GET', '/', 'The API is served under /idverify/v1, and with response configurations under'],
    ['POST', '/idverify/v1/agent', 'served under /sandbox/idverify/v1 only'],
  ])('returns 404 for %s %s and says where it is served', async (method, path, expected) => {
    await using world = await startEmulatorFixture()
    const response = await fetch(`${world.emulator.url}${path}?sdkId=secret`, { method })
    const { code, message } = (await response.json()) as { code: string; message: string }
    expect([response.status, code]).toEqual([404, 'NOT_FOUND'])
    expect(message).toContain(expected)
    expect(message).not.toContain('secret')
  })
})
