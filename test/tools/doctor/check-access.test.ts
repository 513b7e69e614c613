import { describe, expect, it } from '@jest/globals'
import { createServer, request, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { probeYoti } from '../../../tools/doctor/probe-yoti.js'
import { checkAccess } from '../../../tools/doctor/check-access.js'
import { checkClock } from '../../../tools/doctor/check-clock.js'
import { diagnoseAccess } from '../../../tools/doctor/yoti-checks.js'
import { startEmulator } from '../../../emulator/src/start-emulator.js'
import { createApplication } from '../../support/application.js'
import { getFreePort } from '../../support/free-port.js'

const application = createApplication()
const stranger = createApplication()

async function serve(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('checkAccess', () => {
  it('is ok when Yoti returns SESSION_NOT_FOUND', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { error, clock } = await probeYoti({ application, apiUrl: emulator.apiUrl })
    expect(checkAccess({ target: 'emulator', error })).toMatchObject({ status: 'ok' })
    expect(checkClock(clock)).toMatchObject({ status: 'ok' })
    expect(emulator.requests()).toHaveLength(1)
  })

  it('reports a wrong key when another application’s key signs', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const mixed = { sdkId: application.sdkId, key: stranger.key }
    const { error } = await probeYoti({ application: mixed, apiUrl: emulator.apiUrl })
    expect(checkAccess({ target: 'sandbox', error })).toEqual({
      status: 'fail',
      seen: expect.stringContaining('wrong key') as unknown,
      fix: expect.stringMatching(
        /YOTI_KEY_FILE_PATH .*live application do not work in the sandbox/,
      ) as unknown,
    })
  })

  it.each([
    ['live', /sandbox application do not work on live/],
    ['sandbox', /live application do not work in the sandbox/],
    ['emulator', /Start the emulator with the same YOTI_CLIENT_SDK_ID/],
  ] as const)('reports an unknown application on %s', async (target, fix) => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { error } = await probeYoti({ application: stranger, apiUrl: emulator.apiUrl })
    const finding = checkAccess({ target, error })
    expect(finding).toMatchObject({ status: 'fail' })
    expect(finding.seen).toContain('unknown application')
    expect(finding.fix).toMatch(fix)
  })

  it.each([
    ['live', /accepted by the sandbox/, /YOTI_IDV_API_URL=https:\/\/api.yoti.com\/sandbox/],
    ['sandbox', /accepted by live/, /unset YOTI_IDV_API_URL/],
  ] as const)(
    'reports mixed-up credentials when %s rejects and the other API accepts them',
    async (target, seen, fix) => {
      await using here = await startEmulator({ port: 0, applications: [stranger] })
      await using there = await startEmulator({ port: 0, applications: [application] })
      const answer = await probeYoti({ application, apiUrl: here.apiUrl })
      const finding = await diagnoseAccess(application, target, answer, there.apiUrl)
      expect(finding.seen).toMatch(seen)
      expect(finding.fix).toMatch(fix)
      const withoutHint = await diagnoseAccess(application, target, answer, here.apiUrl)
      expect(withoutHint.seen).toContain('unknown application')
    },
  )

  it('fails with ECONNREFUSED when nothing listens', async () => {
    const apiUrl = `http://127.0.0.1:${await getFreePort()}/idverify/v1`
    const { error, clock } = await probeYoti({ application, apiUrl })
    const finding = checkAccess({ target: 'emulator', error })
    expect(finding).toMatchObject({ status: 'fail' })
    expect(finding.seen).toContain('ECONNREFUSED')
    expect(finding.fix).toContain('npm run emulator')
    expect(checkClock(clock)).toMatchObject({ status: 'warn' })
  })

  it('fails with ETIMEDOUT when there is no response in time', async () => {
    await using silent = await serve(createServer())
    const { error } = await probeYoti({ application, apiUrl: silent.url, timeoutMs: 50 })
    expect(checkAccess({ target: 'live', error }).seen).toContain('ETIMEDOUT')
  })

  it('names YOTI_IDV_API_URL when the URL is not the API’s', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { error } = await probeYoti({ application, apiUrl: `${emulator.url}/idverify/v9` })
    const finding = checkAccess({ target: 'live', error })
    expect(finding.seen).toContain('unexpected response for Yoti’s API')
    expect(finding.fix).toContain('YOTI_IDV_API_URL')
  })

  it.each([
    [200, {}, /not from Yoti’s API/, 'fail'],
    [302, {}, /not from Yoti’s API/, 'fail'],
    [400, { code: 'MALFORMED_REQUEST' }, /incomplete request/, 'fail'],
    [401, { code: 'BAD_SDK_ID' }, /not a valid SDK id/, 'fail'],
    [403, { code: 'INSUFFICIENT_PERMISSION' }, /may not use identity verification/, 'fail'],
    [503, { code: 'TEMPORARILY_UNAVAILABLE' }, /temporarily unavailable/, 'warn'],
    [429, { code: 'TOO_MANY_REQUESTS' }, /temporarily unavailable/, 'warn'],
  ])('explains the response %s %j', async (status, body, seen, expected) => {
    await using server = await serve(
      createServer((_req, res) => {
        res.writeHead(status, { 'Content-Type': 'application/json', Location: '/' })
        res.end(JSON.stringify(body))
      }),
    )
    const { error } = await probeYoti({ application, apiUrl: server.url })
    const finding = checkAccess({ target: 'live', error })
    expect(finding).toMatchObject({ status: expected })
    expect(finding.seen).toMatch(seen)
    expect(finding.fix).toMatch(/\w/)
  })
})

describe('checkClock', () => {
  it.each([
    [0, 'ok', /in sync|1 s /],
    [20, 'ok', /(19|20|21) s behind Yoti; up to 30 s is fine/],
    [-90, 'warn', /(89|90|91) s ahead of Yoti; more than 30 s/],
    [3600, 'fail', /(3599|3600|3601) s behind Yoti; above 300 s/],
  ])('compares with a Yoti that is %s s ahead: %s', async (ahead, status, seen) => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    await using yoti = await serve(
      createServer((req, res) => {
        const { method, url = '', headers } = req
        const asked = request(new URL(url, emulator.url), { method, headers }, (answer) => {
          const date = new Date(Date.now() + ahead * 1000).toUTCString()
          res.writeHead(answer.statusCode ?? 502, { ...answer.headers, date })
          answer.pipe(res)
        })
        req.pipe(asked)
      }),
    )
    const { error, clock } = await probeYoti({ application, apiUrl: `${yoti.url}/idverify/v1` })
    expect(checkAccess({ target: 'live', error }).status).toBe('ok')
    const finding = checkClock(clock)
    expect(finding.status).toBe(status)
    expect(finding.seen).toMatch(seen)
  })

  it('warns when the response has no Date header', async () => {
    await using server = await serve(
      createServer((_req, res) => {
        res.sendDate = false
        res.writeHead(404).end()
      }),
    )
    const { clock } = await probeYoti({ application, apiUrl: server.url })
    expect(checkClock(clock)).toMatchObject({
      status: 'warn',
      seen: 'not compared: the response has no Date header',
    })
  })
})
