import { describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  checkLocalServer,
  checkNotifications,
  probeHealth,
  resolveHost,
} from '../../../tools/doctor/reachability.js'
import { isPrivateAddress } from '../../../src/config/network.js'
import { getFreePort } from '../../support/free-port.js'
import { startStack } from '../../support/start-stack.js'

const PUBLIC = ['93.184.216.34']
const baseUrl = 'https://verify.example.com'

describe('checkLocalServer', () => {
  it('is ok when this server responds', async () => {
    await using stack = await startStack()
    const reach = await probeHealth(stack.baseUrl)
    expect(checkLocalServer(reach, 3000)).toEqual({ status: 'ok', seen: 'running on port 3000' })
  })

  it('is ok when the port is free, and warns when another program uses it', async () => {
    const free = await probeHealth(`http://127.0.0.1:${await getFreePort()}`)
    expect(checkLocalServer(free, 3000).seen).toContain('not running; port 3000 is free')

    const other = createServer((_req, res) => res.end('hello')).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const finding = checkLocalServer(await probeHealth(`http://127.0.0.1:${port}`), port)
    expect(finding).toMatchObject({
      status: 'warn',
      fix: expect.stringContaining('PORT=') as unknown,
    })
    other.close()
  })
})

describe('checkNotifications', () => {
  it('is ok when this server responds at a public address', async () => {
    await using stack = await startStack()
    const reach = await probeHealth(stack.baseUrl)
    const seen = { baseUrl, addresses: PUBLIC, reach, running: true }
    expect(checkNotifications(seen).status).toBe('ok')
  })

  it('fails when the host does not resolve', async () => {
    const addresses = await resolveHost(new URL('https://verify.invalid'))
    expect(addresses).toBeUndefined()
    const reach = { state: 'nothing', error: undefined } as const
    expect(checkNotifications({ baseUrl, addresses, reach, running: true })).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('DNS') as unknown,
    })
  })

  it('warns when the host has a private address', async () => {
    const addresses = await resolveHost(new URL('https://[::1]'))
    const reach = { state: 'this-server' } as const
    expect(checkNotifications({ baseUrl, addresses, reach, running: true })).toMatchObject({
      status: 'warn',
      seen: expect.stringContaining('::1') as unknown,
    })
  })

  it.each([
    [false, 'warn', /Start the server/],
    [true, 'fail', /proxy in front forwards every path/],
  ])('reports a proxy that responds itself when running is %s', (running, status, fix) => {
    const reach = { state: 'other', status: 502 } as const
    const finding = checkNotifications({ baseUrl, addresses: PUBLIC, reach, running })
    expect(finding.status).toBe(status)
    expect(finding.fix).toMatch(fix)
  })

  it.each([
    ['ECONNREFUSED', false, 'warn', /Start the server, then run this again/],
    ['ETIMEDOUT', true, 'warn', /from another network/],
    ['CERT_HAS_EXPIRED', true, 'fail', /certificate/],
  ])('explains %s', (code, running, status, fix) => {
    const reach = { state: 'nothing', error: Object.assign(new Error(), { code }) } as const
    const finding = checkNotifications({ baseUrl, addresses: PUBLIC, reach, running })
    expect(finding.status).toBe(status)
    expect(finding.seen).toContain(code)
    expect(finding.fix).toMatch(fix)
  })
})

describe('isPrivateAddress', () => {
  it.each(['10.1.2.3', '172.31.0.1', '192.168.1.1', '127.0.0.1', '100.64.0.1', '::1', 'fd00::1'])(
    'is true for %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(true)
    },
  )
  it.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1'])('is false for %s', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
})
