import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { sendControlRequest } from './send-control-request.js'

const SOME_TIME = { advanceSeconds: 1 }

describe('a control call', () => {
  it.each(['example.com', 'example.com:4000', 'localhost.example.com', '127.0.0.1.nip.io'])(
    'to the host "%s" is refused with what is expected, as is the inbox',
    async (host) => {
      await using world = await startEmulatorFixture()
      const { id } = await world.createSession()
      const headers = { 'Content-Type': 'application/json', Host: host }
      const calls = [
        sendControlRequest(world.emulator, `/sessions/${id}/clock`, SOME_TIME, { headers }),
        sendControlRequest(world.emulator, '/state', undefined, { method: 'GET', headers }),
        sendControlRequest(world.emulator, '', undefined, { method: 'GET', headers }),
      ]
      for (const { status, json, text } of await Promise.all(calls)) {
        expect([status, json.code]).toEqual([403, 'LOOPBACK_ONLY'])
        expect(json.problems).toEqual([
          {
            path: 'header.Host',
            expected: '127.0.0.1, localhost or [::1], with any port',
            seen: JSON.stringify(host),
          },
        ])
        expect(text).not.toContain(id)
      }
    },
  )

  it.each(['127.0.0.1', 'localhost:1234', '[::1]:4000', 'LOCALHOST'])(
    'to the host %s is followed',
    async (host) => {
      await using world = await startEmulatorFixture()
      const { id } = await world.createSession()
      const headers = { 'Content-Type': 'application/json; charset=utf-8', Host: host }
      const path = `/sessions/${id}/clock`
      const { status } = await sendControlRequest(world.emulator, path, SOME_TIME, { headers })
      expect(status).toBe(204)
    },
  )

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'application/jsonp',
    undefined,
  ])('of the type %s is rejected and changes nothing', async (type) => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type }
    const asked = { advanceSeconds: 900 }
    const call = `/sessions/${id}/clock`
    const { status, json } = await sendControlRequest(world.emulator, call, asked, { headers })
    expect([status, json.code]).toEqual([415, 'JSON_ONLY'])
    expect(json.message).toContain('Send JSON with Content-Type: application/json.')
    expect((await world.signed('GET', path)).json.state).toBe('ONGOING')
  })

  it('is rejected with the path of every problem', async () => {
    await using world = await startEmulatorFixture()
    const { id } = await world.createSession()
    const refuse = async (path: string, body: unknown) => {
      const call = `/sessions/${id}${path}`
      const { status, json } = await sendControlRequest(world.emulator, call, body)
      expect([status, json.code]).toEqual([400, 'INVALID_BODY'])
      expect(json.message).toContain('docs/emulator.md')
      return json.problems
    }
    expect(await refuse('/clock', { advanceSeconds: -1, seconds: 5 })).toEqual([
      { path: 'advanceSeconds', expected: 'more than 0', seen: '-1' },
      { path: 'seconds', expected: 'one of the fields advanceSeconds', seen: '5' },
    ])
    expect(await refuse('/clock', '{')).toEqual([
      { path: 'body', expected: 'a JSON object', seen: 'text that is not JSON' },
    ])
    expect(await refuse('/clock', [])).toEqual([
      { path: 'body', expected: 'an object', seen: 'an array of 0' },
    ])
    const endpoint = 'GET /sessions/:sessionId'
    const faults = [
      { endpoint, kind: 'explode' },
      { endpoint, kind: 'slow', delayMs: 10, delay: 10 },
      { endpoint: 'GET /sessions', kind: 'cut' },
      { endpoint, kind: 'error', code: 'TEAPOT', times: 0 },
    ]
    expect(await refuse('/faults', { faults })).toMatchObject([
      {
        path: 'faults.0.kind',
        expected: 'one of error, slow, cut, malformed-json, wrong-content-type',
        seen: '"explode"',
      },
      {
        path: 'faults.1.delay',
        expected: 'one of the fields kind, delayMs, endpoint, times, probability, seed',
      },
      { path: 'faults.2.endpoint', seen: '"GET /sessions"' },
      { path: 'faults.3.code', seen: '"TEAPOT"' },
      { path: 'faults.3.times', expected: 'at least 1', seen: '0' },
    ])
    const deliveries = [{ kind: 'delay' }, { kind: 'drop', topic: 'new_moon' }]
    expect(await refuse('/notifications', { deliveries })).toMatchObject([
      { path: 'deliveries.0.seconds', seen: 'nothing' },
      { path: 'deliveries.1.topic', seen: '"new_moon"' },
    ])
  })

  it('returns 404 for an unknown session, notification or path', async () => {
    await using world = await startEmulatorFixture()
    const id = randomUUID()
    expect(
      await sendControlRequest(world.emulator, `/sessions/${id}/clock`, SOME_TIME),
    ).toMatchObject({
      status: 404,
      json: { code: 'NO_SUCH_SESSION', problems: [{ path: 'sessionId' }] },
    })
    expect(
      await sendControlRequest(world.emulator, `/notifications/${id}/resend`, {}),
    ).toMatchObject({
      status: 404,
      json: { code: 'NO_SUCH_NOTIFICATION' },
    })
    expect(await sendControlRequest(world.emulator, '/clock', SOME_TIME)).toMatchObject({
      status: 404,
      json: {
        code: 'NO_SUCH_CALL',
        problems: [
          {
            expected: expect.stringMatching(
              /^one of GET \/, GET \/state, GET .+, POST .+ after \/_emulator$/,
            ),
            seen: '"POST /clock"',
          },
        ],
      },
    })
    const large = { advanceSeconds: 1, padding: 'x'.repeat(200_000) }
    expect(await sendControlRequest(world.emulator, `/sessions/${id}/clock`, large)).toMatchObject({
      status: 413,
      json: { code: 'INVALID_BODY' },
    })
  })
})
