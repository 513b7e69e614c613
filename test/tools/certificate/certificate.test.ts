import { describe, expect, it } from '@jest/globals'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { once } from 'node:events'
import { tmpdir, type NetworkInterfaceInfo } from 'node:os'
import { join } from 'node:path'
import { isIPv4, type AddressInfo } from 'node:net'
import { generateCertificate, isUsableCertificate } from '../../../tools/certificate/certificate.js'
import { loadOrCreateCertificate } from '../../../tools/certificate/index.js'
import {
  findPublicOrigin,
  listCertificateHosts,
  listOwnAddresses,
} from '../../../src/config/network.js'
import { probeHealth } from '../../../tools/doctor/reachability.js'

const DAY_MS = 86_400_000
const HOSTS = ['localhost', '127.0.0.1', '::1', '192.168.1.5']
const folder = () => join(mkdtempSync(join(tmpdir(), 'https ')), 'data')

describe('the development certificate', () => {
  it('covers every host for a year and is not an authority', () => {
    const now = Date.now()
    const read = new X509Certificate(generateCertificate(HOSTS, now).cert)
    expect(read.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:192.168.1.5',
    )
    expect(read.ca).toBe(false)
    expect(Date.parse(read.validFrom)).toBeLessThanOrEqual(now)
    expect(Date.parse(read.validTo) - Date.parse(read.validFrom)).toBe(365 * DAY_MS)
  })

  it('is trusted only by clients that have it', async () => {
    const { key, cert } = generateCertificate(HOSTS, Date.now())
    const server = createServer({ key, cert }, (_req, res) => res.end('{"status":"ok"}'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await probeHealth(origin, { ca: cert })).toEqual({ state: 'this-server' })
    expect((await probeHealth(origin)).state).toBe('nothing')
    const other = generateCertificate(HOSTS, Date.now()).cert
    expect((await probeHealth(origin, { ca: other })).state).toBe('nothing')
    server.close()
  })

  it('stays the same, with a key of mode 600', () => {
    const directory = folder()
    const first = loadOrCreateCertificate(directory, HOSTS)
    expect(loadOrCreateCertificate(directory, HOSTS)).toEqual(first)
    expect(loadOrCreateCertificate(directory, HOSTS.slice(1))).toEqual(first)
    expect(statSync(join(directory, 'https-key.pem')).mode & 0o777).toBe(0o600)
    expect(readdirSync(directory).sort()).toEqual(['https-certificate.pem', 'https-key.pem'])
  })

  it.each<[string, readonly string[], number]>([
    ['an address is new', [...HOSTS, '192.168.1.6'], 0],
    ['a name is new', [...HOSTS, 'desk.local'], 0],
    ['it is about to end', HOSTS, 358 * DAY_MS],
    ['the clock was set back to before it', HOSTS, -2 * DAY_MS],
  ])('is unusable when %s', (_what, hosts, later) => {
    const now = Date.now()
    expect(isUsableCertificate(generateCertificate(HOSTS, now), hosts, now + later)).toBe(false)
  })

  it('is replaced when its files are damaged or do not match', () => {
    const directory = folder()
    const first = loadOrCreateCertificate(directory, HOSTS)
    for (const [file, content] of [
      ['https-key.pem', generateCertificate(HOSTS, Date.now()).key],
      ['https-certificate.pem', 'damaged'],
    ] as const) {
      writeFileSync(join(directory, file), content)
      const { cert } = loadOrCreateCertificate(directory, HOSTS)
      expect(cert).toContain('BEGIN CERTIFICATE')
      expect(cert).not.toBe(first.cert)
    }
  })
})

describe('listOwnAddresses', () => {
  const at = (address: string, internal = false) =>
    ({ address, internal, family: isIPv4(address) ? 'IPv4' : 'IPv6' }) as NetworkInterfaceInfo

  it('lists the external addresses, IPv4 first', () => {
    const own = listOwnAddresses({
      lo: [at('127.0.0.1', true)],
      wlan0: [at('fe80::1'), at('fd00::5'), at('203.0.114.5'), at('192.168.1.5')],
    })
    expect(own).toEqual(['203.0.114.5', '192.168.1.5', 'fd00::5'])
    expect(findPublicOrigin('0.0.0.0', 3000, 'localhost', own)).toBe('https://192.168.1.5:3000')
    expect(listCertificateHosts('https://[fd00::5]:3000', own)).toEqual([
      ...['localhost', '127.0.0.1', '::1', '203.0.114.5', '192.168.1.5', 'fd00::5'],
    ])
    expect(listCertificateHosts('https://desk.local', [])).toContain('desk.local')
  })
})
