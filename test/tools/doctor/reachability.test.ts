import { describe, expect, it } from '@jest/globals'
import {
  checkLocalServer,
  checkNotifications,
  probeHealth,
  resolveHost,
} from '../../../tools/doctor/reachability.js'
import type { HealthProbe } from '../../../tools/doctor/check.js'
import { isPrivateAddress } from '../../../src/config/network.js'
import { getFreePort } from '../../support/free-port.js'
import { listen } from '../../support/listen.js'
import { startStack } from '../../support/start-stack.js'

it('finds this server, another program or nothing on the port', async () => {
  await using stack = await startStack()
  const own = await probeHealth(stack.baseUrl)
  expect(checkLocalServer(own, 3000)).toEqual({ status: 'ok', seen: 'running on port 3000' })
  const free = await probeHealth(`http://127.0.0.1:${await getFreePort()}`)
  expect(checkLocalServer(free, 3000).seen).toContain('not running; port 3000 is free')
  await using other = await listen((_req, res) => res.end('hello'))
  const taken = checkLocalServer(await probeHealth(other.url), other.port)
  expect(taken).toMatchObject({ status: 'warn', fix: expect.stringContaining('PORT=') })
})

describe('checkNotifications', () => {
  const failed = (code: string): HealthProbe => ({ state: 'nothing', error: { code } })
  const proxy: HealthProbe = { state: 'other', status: 502 }

  it.each<[string, HealthProbe, boolean, string, RegExp]>([
    ['https://93.184.216.34', { state: 'this-server' }, true, 'ok', /responds to this machine/],
    ['https://verify.invalid', { state: 'this-server' }, true, 'fail', /create a DNS record/],
    ['https://[::1]', { state: 'this-server' }, true, 'warn', /::1, which the internet cannot/],
    ['https://93.184.216.34', proxy, false, 'warn', /returns 502.* Start the server/],
    ['https://93.184.216.34', proxy, true, 'fail', /proxy in front forwards every path/],
    ['https://93.184.216.34', failed('ECONNREFUSED'), false, 'warn', /refused.* Start the server/],
    ['https://93.184.216.34', failed('ETIMEDOUT'), true, 'warn', /\(ETIMEDOUT\).* another network/],
    ['https://93.184.216.34', failed('CERT_HAS_EXPIRED'), true, 'fail', /\(CERT_HAS_EXPIRED\)/],
  ])('at %s with %j and running %s returns %s', async (baseUrl, reach, running, status, text) => {
    const addresses = await resolveHost(new URL(baseUrl))
    const finding = checkNotifications({ baseUrl, addresses, reach, running })
    expect(finding.status).toBe(status)
    expect(`${finding.seen} ${finding.fix ?? ''}`).toMatch(text)
  })
})

describe('isPrivateAddress', () => {
  it('is true for private, loopback and carrier-grade addresses, and false for public ones', () => {
    const ownV4 = ['10.1.2.3', '172.31.0.1', '192.168.1.1', '127.0.0.1', '100.64.0.1']
    const own = [...ownV4, '::1', 'fd00::1']
    const all = ['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1', ...own]
    expect(all.filter(isPrivateAddress)).toEqual(own)
  })
})
