import { X509Certificate } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect, it } from '@jest/globals'
import { checkExtraAuthorities } from '../../../tools/doctor/outgoing.js'

const getExpiry = (pem: string) => Date.parse(new X509Certificate(pem).validTo)
const [first = '', ...others] = [...rootCertificates].sort((a, b) => getExpiry(a) - getExpiry(b))
const last = others.at(-1) ?? ''
const DAMAGED = first.replace(/\n.{9}/, '\n')

it.each([
  ['one of two expired', [first, last], getExpiry(first), 'ok'],
  ['all expired', [first, last], getExpiry(last), 'fail'],
  ['one of two damaged', [DAMAGED, last], 0, 'fail'],
  ['none', [], 0, 'fail'],
])('extra authorities, %s', (_, authorities, now, status) => {
  const path = join(mkdtempSync(join(tmpdir(), 'authorities-')), 'ca.pem')
  writeFileSync(path, authorities.join('\n'))
  expect(checkExtraAuthorities(path, now)).toMatchObject({ status })
})
