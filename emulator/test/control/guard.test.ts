import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { sendControlRequest } from './send-control-request.js'

const world = await startEmulatorFixture()
const { emulator } = world
const { id, path } = await world.createSession()
const CLOCK = `/sessions/${id}/clock`
const TIME = { advanceSeconds: 1 }
const JSON_TYPE = { 'Content-Type': 'application/json' }

afterAll(() => emulator.close())

describe('a control call', () => {
  it.each(['example.com', 'example.com:4000', 'localhost.example.com', '127.0.0.1.nip.io'])(
    'to the host "%s" is refused with what is expected, as is the inbox',
    async (host) => {
      const headers = { ...JSON_TYPE, Host: host }
      const calls = [
        sendControlRequest(emulator, CLOCK, TIME, { headers }),
        sendControlRequest(emulator, '/state', undefined, { method: 'GET', headers }),
        sendControlRequest(emulator, '', undefined, { method: 'GET', headers }),
      ]
      const expected = '127.0.0.1, localhost or [::1], with any port'
      const problem = { path: 'header.Host', expected, seen: JSON.stringify(host) }
      for (const { status, json, text } of await Promise.all(calls)) {
        expect([status, json]).toMatchObject([403, { code: 'LOOPBACK_ONLY', problems: [problem] }])
        expect(text).not.toContain(id)
      }
    },
  )

  it.each(['127.0.0.1', 'localhost:1234', '[::1]:4000', 'LOCALHOST'])(
    'to the host %s is followed',
    async (host) => {
      const headers = { 'Content-Type': 'application/json; charset=utf-8', Host: host }
      expect((await sendControlRequest(emulator, CLOCK, TIME, { headers })).status).toBe(204)
    },
  )

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'application/jsonp',
    undefined,
  ])('of the type %s is rejected and changes nothing', async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type }
    const time = { advanceSeconds: 900 }
    const { status, json } = await sendControlRequest(emulator, CLOCK, time, { headers })
    expect([status, json.code]).toEqual([415, 'JSON_ONLY'])
    expect(json.message).toContain('Send JSON with Content-Type: application/json.')
    expect((await world.signed('GET', path)).json.state).toBe('ONGOING')
  })

  const endpoint = 'GET /sessions/:sessionId'
  it.each<[string, unknown, object[]]>([
    [
      'clock',
      { advanceSeconds: -1, seconds: 5 },
      [
        { path: 'advanceSeconds', expected: 'more than 0', seen: '-1' },
        { path: 'seconds', expected: 'one of the fields advanceSeconds', seen: '5' },
      ],
    ],
    ['clock', '{', [{ path: 'body', expected: 'a JSON object', seen: 'text that is not JSON' }]],
    ['clock', [], [{ path: 'body', expected: 'an object', seen: 'an array of 0' }]],
    [
      'faults',
      {
        faults: [
          { endpoint, kind: 'explode' },
          { endpoint, kind: 'slow', delayMs: 10, delay: 10 },
          { endpoint: 'GET /sessions', kind: 'cut' },
          { endpoint, kind: 'error', code: 'TEAPOT', times: 0 },
          { endpoint, kind: 'slow', delayMs: { min: 9, max: 2 } },
        ],
      },
      [
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
        { path: 'faults.4.delayMs' },
      ],
    ],
    [
      'notifications',
      { deliveries: [{ kind: 'delay' }, { kind: 'drop', topic: 'new_moon' }] },
      [
        { path: 'deliveries.0.seconds', seen: 'nothing' },
        { path: 'deliveries.1.topic', seen: '"new_moon"' },
      ],
    ],
  ])('to %s is rejected with the path of every problem of %j', async (call, body, problems) => {
    const { status, json } = await world.control(`/sessions/${id}/${call}`, body)
    expect([status, json]).toMatchObject([400, { code: 'INVALID_BODY', problems }])
    expect(json.message).toContain('docs/emulator.md')
  })

  const unknown = randomUUID()
  it.each<[string, number, string, object]>([
    [`/sessions/${unknown}/clock`, 404, 'NO_SUCH_SESSION', { path: 'sessionId' }],
    [`/notifications/${unknown}/resend`, 404, 'NO_SUCH_NOTIFICATION', {}],
    [
      '/clock',
      404,
      'NO_SUCH_CALL',
      {
        expected: expect.stringMatching(
          /^one of GET \/, GET \/state, GET .+, POST .+ after \/_emulator$/,
        ),
        seen: '"POST /clock"',
      },
    ],
  ])('to %s returns %i %s', async (call, status, code, problem) => {
    const body = call.endsWith('resend') ? {} : TIME
    expect(await world.control(call, body)).toMatchObject({
      status,
      json: { code, problems: [problem] },
    })
  })

  it('of more than 100 kB is rejected with 413', async () => {
    const large = { advanceSeconds: 1, padding: 'x'.repeat(200_000) }
    expect(await world.control(CLOCK, large)).toMatchObject({
      status: 413,
      json: { code: 'INVALID_BODY' },
    })
  })
})
