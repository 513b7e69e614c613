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

describe('the key at Yoti', () => {
  it('is accepted when Yoti does not know the session', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { error, clock } = await probeYoti({ application, apiUrl: emulator.apiUrl })
    expect(checkAccess({ target: 'emulator', error })).toMatchObject({ status: 'ok' })
    expect(checkClock(clock)).toMatchObject({ status: 'ok' })
    expect(emulator.requests()).toHaveLength(1)
  })

  it('is the wrong one when another application’s key signs', async () => {
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
    ['live', /sandbox do not work on live/],
    ['sandbox', /live application do not work in the sandbox/],
    ['emulator', /Start the emulator with the same YOTI_CLIENT_SDK_ID/],
  ] as const)('belongs to an application that %s does not know', async (target, fix) => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { error } = await probeYoti({ application: stranger, apiUrl: emulator.apiUrl })
    const finding = checkAccess({ target, error })
    expect(finding).toMatchObject({ status: 'fail' })
    expect(finding.seen).toContain('unknown application')
    expect(finding.fix).toMatch(fix)
  })

  it.each([
    ['live', /accepted by the sandbox/, /YOTI_IDV_API_URL=https:\/\/api.yoti.com\/sandbox/],
    ['sandbox', /accepted by the live API/, /leave YOTI_IDV_API_URL out/],
  ] as const)(
    'is known to be mixed up when %s refuses it and the other API accepts it',
    async (target, seen, fix) => {
      await using here = await startEmulator({ port: 0, applications: [stranger] })
      await using there = await startEmulator({ port: 0, applications: [application] })
      const answer = await probeYoti({ application, apiUrl: here.apiUrl })
      const finding = await diagnoseAccess(application, target, answer, there.apiUrl)
      expect(finding.seen).toMatch(seen)
      expect(finding.fix).toMatch(fix)
      const unhelped = await diagnoseAccess(application, target, answer, here.apiUrl)
      expect(unhelped.seen).toContain('unknown application')
    },
  )

  it('cannot be judged where nothing listens, and the finding says what to do', async () => {
    const apiUrl = `http://127.0.0.1:${await getFreePort()}/idverify/v1`
    const { error, clock } = await probeYoti({ application, apiUrl })
    const finding = checkAccess({ target: 'emulator', error })
    expect(finding).toMatchObject({ status: 'fail' })
    expect(finding.seen).toContain('ECONNREFUSED')
    expect(finding.fix).toContain('npm run emulator')
    expect(checkClock(clock)).toMatchObject({ status: 'warn' })
  })

  it('cannot be judged where nobody answers in time', async () => {
    await using silent = await serve(createServer())
    const { error } = await probeYoti({ application, apiUrl: silent.url, timeoutMs: 50 })
    expect(checkAccess({ target: 'live', error }).seen).toContain('ETIMEDOUT')
  })

  it('is not asked of an address that is not the API’s', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { error } = await probeYoti({ application, apiUrl: `${emulator.url}/idverify/v9` })
    const finding = checkAccess({ target: 'live', error })
    expect(finding.seen).toContain('not an answer that Yoti’s API gives')
    expect(finding.fix).toContain('YOTI_IDV_API_URL')
  })

  it.each([
    [200, {}, /not as Yoti does/, 'fail'],
    [302, {}, /not as Yoti does/, 'fail'],
    [400, { code: 'MALFORMED_REQUEST' }, /arrived incomplete/, 'fail'],
    [401, { code: 'BAD_SDK_ID' }, /no SDK id/, 'fail'],
    [403, { code: 'INSUFFICIENT_PERMISSION' }, /may not use identity verification/, 'fail'],
    [503, { code: 'TEMPORARILY_UNAVAILABLE' }, /trouble of its own/, 'warn'],
    [429, { code: 'TOO_MANY_REQUESTS' }, /trouble of its own/, 'warn'],
  ])('is explained when the answer is %s %j', async (status, body, seen, expected) => {
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

describe('the clock', () => {
  it.each([
    [0, 'ok', /within a second|1 s /],
    [20, 'ok', /(19|20|21) s behind Yoti; up to 30 s are well/],
    [-90, 'warn', /(89|90|91) s ahead of Yoti; more than 30 s/],
    [3600, 'fail', /(3599|3600|3601) s behind Yoti; above 300 s/],
  ])('is compared with a Yoti that is %s s ahead of us: %s', async (ahead, status, seen) => {
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

  it('is not compared when the answer has no date', async () => {
    await using server = await serve(
      createServer((_req, res) => {
        res.sendDate = false
        res.writeHead(404).end()
      }),
    )
    const { clock } = await probeYoti({ application, apiUrl: server.url })
    expect(checkClock(clock)).toMatchObject({
      status: 'warn',
      seen: 'not compared: the answer has no Date',
    })
  })
})
