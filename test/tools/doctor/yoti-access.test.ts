import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { checkAccess, checkClock, probeYoti } from '../../../tools/doctor/yoti-access.js'
import { startEmulator, type Emulator } from '../../../emulator/src/start-emulator.js'
import type { Target } from '../../../src/config/config.js'
import { createApplication } from '../../support/application.js'
import { getFreePort } from '../../support/free-port.js'
import { listen } from '../../support/listen.js'

const application = createApplication()
const stranger = createApplication()

describe('checkAccess', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({ port: 0, applications: [application] })
  })
  afterAll(() => emulator.close())

  const probe = async (target: Target, probed = application, apiUrl = emulator.apiUrl) => {
    const { error } = await probeYoti({ application: probed, apiUrl })
    const otherApiUrl = target === 'emulator' ? undefined : emulator.apiUrl
    return checkAccess(probed, target, error, otherApiUrl)
  }

  it.each<[Target, RegExp]>([
    ['live', /do not work on live/],
    ['sandbox', /work in the sandbox/],
    ['emulator', /Start the emulator/],
  ])('explains the response to an unknown application on %s', async (target, fix) => {
    expect(await probe(target, stranger)).toMatchObject({
      status: 'fail',
      seen: expect.stringContaining('unknown application') as unknown,
      fix: expect.stringMatching(fix) as unknown,
    })
  })

  it.each<[Target, RegExp, RegExp]>([
    ['live', /accepted by the sandbox/, /YOTI_IDV_API_URL=https:\/\/api.yoti.com\/sandbox/],
    ['sandbox', /accepted by live/, /unset YOTI_IDV_API_URL/],
  ])('says when %s rejects credentials of the other API', async (target, seen, fix) => {
    await using rejecting = await startEmulator({ port: 0, applications: [stranger] })
    const finding = await probe(target, application, rejecting.apiUrl)
    expect(finding.seen).toMatch(seen)
    expect(finding.fix).toMatch(fix)
  })

  it('fails with ECONNREFUSED when nothing listens', async () => {
    const apiUrl = `http://127.0.0.1:${await getFreePort()}/idverify/v1`
    const { error, clock } = await probeYoti({ application, apiUrl })
    expect(await checkAccess(application, 'emulator', error)).toMatchObject({
      status: 'fail',
      seen: expect.stringContaining('ECONNREFUSED') as unknown,
      fix: expect.stringContaining('npm run emulator') as unknown,
    })
    expect(checkClock(clock)).toMatchObject({ status: 'warn' })
  })

  it('fails with ETIMEDOUT when there is no response in time', async () => {
    await using silent = await listen()
    const { error } = await probeYoti({ application, apiUrl: silent.url, timeoutMs: 50 })
    expect((await checkAccess(application, 'live', error)).seen).toContain('ETIMEDOUT')
  })

  it('names YOTI_IDV_API_URL when the URL is not the API’s', async () => {
    expect(await probe('emulator', application, `${emulator.url}/idverify/v9`)).toMatchObject({
      seen: expect.stringContaining('unexpected response for Yoti’s API') as unknown,
      fix: expect.stringContaining('YOTI_IDV_API_URL') as unknown,
    })
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
    await using server = await listen((_req, res) => {
      res.writeHead(status, { 'Content-Type': 'application/json', Location: '/' })
      res.end(JSON.stringify(body))
    })
    const finding = await probe('emulator', application, server.url)
    expect(finding).toMatchObject({ status: expected })
    expect(finding.seen).toMatch(seen)
    expect(finding.fix).toMatch(/\w/)
  })
})

describe('checkClock', () => {
  it.each([
    [0, 'ok', /in sync with Yoti; up to 30 s is fine/],
    [20, 'ok', /20 s behind Yoti/],
    [-90, 'warn', /90 s ahead of Yoti; more than 30 s/],
    [3600, 'fail', /3600 s behind Yoti; above 300 s/],
  ])('compares with a Yoti that is %s s ahead: %s', (ahead, status, seen) => {
    const sentAt = Date.parse('2030-01-31T12:00:00.400Z')
    const date = new Date(sentAt + ahead * 1000).toUTCString()
    const finding = checkClock({ sentAt, receivedAt: sentAt + 200, date })
    expect(finding.status).toBe(status)
    expect(finding.seen).toMatch(seen)
  })

  it('warns when the response has no Date header', async () => {
    await using server = await listen((_req, res) => {
      res.sendDate = false
      res.writeHead(404).end()
    })
    const { clock } = await probeYoti({ application, apiUrl: server.url })
    expect(checkClock(clock)).toMatchObject({
      status: 'warn',
      seen: 'not compared: the response has no Date header',
    })
  })
})
