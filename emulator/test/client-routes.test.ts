import { describe, expect, it } from '@jest/globals'
import { sendRequest } from './signed-client.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1'

describe('the client routes', () => {
  it('track the device on landing, each resource and finish, until it is deleted', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser, id } = await world.createSession()
    const headers = { 'User-Agent': PHONE }
    await endUser.call('GET', '/configuration?detectedLocale=fr-FR', undefined, headers)
    await endUser.captureDocument()
    await endUser.captureLiveness()
    await endUser.finish()
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
