import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { generateCertificate } from '../../tools/certificate/certificate.js'
import { parsePrivateKey, PrivateKeyError } from '../../src/yoti/private-key.js'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const toPem = (key: KeyObject, type: 'pkcs1' | 'pkcs8') =>
  String(key.export({ type, format: 'pem' }))
const pkcs1 = toPem(privateKey, 'pkcs1')
const pkcs8 = toPem(privateKey, 'pkcs8')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const wrapped = (text: string) => base64(text).replace(/(.{76})/g, '$1\n')
const withoutMiddle = (pem: string) => pem.split('\n').toSpliced(8, 5).join('\n')

const forms: [string, (pem: string) => string][] = [
  ['as it is', (pem) => pem],
  ['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
  [
    'with blanks around it and around its lines',
    (pem) => ` \n\t${pem.replaceAll('\n', ' \n  ')}\n `,
  ],
  ['with escaped line ends', (pem) => pem.replaceAll('\n', '\\n')],
  ['with line ends that are escaped twice', (pem) => pem.replaceAll('\n', '\\\\n')],
  ['as DER in base64', (pem) => pem.replaceAll(/-----.*-----/g, '')],
  ['in quotes', (pem) => `"${pem.replaceAll('\n', '\\n')}"`],
  ['after a byte order mark', (pem) => `\uFEFF${pem}`],
  ['in base64', base64],
  ['in base64 with line ends', wrapped],
  ['with escaped line ends, in base64', (pem) => base64(pem.replaceAll('\n', '\\n'))],
  ['after its public key', (pem) => toPublicPem() + pem],
]

function toPublicPem(): string {
  return String(publicKey.export({ type: 'spki', format: 'pem' }))
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const encrypt = (type: 'pkcs1' | 'pkcs8') =>
  String(
    privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }),
  )

const refused: [string, string, RegExp][] = [
  ['blanks', ' \n ', /is empty/],
  ['a path', '/run/secrets/application.pem', /no PEM.*takes the path/],
  ['base64 of something else', base64('nothing of the sort'), /no PEM/],
  ['a public key', toPublicPem(), /public key.*private key/],
  ['a certificate', generateCertificate(['localhost'], Date.now()).cert, /certificate/],
  ['an encrypted PKCS#8 key', encrypt('pkcs8'), /encrypted.*passphrase/],
  ['an encrypted PKCS#1 key', encrypt('pkcs1'), /encrypted.*passphrase/],
  ['an EC key in PKCS#8', toPem(ec, 'pkcs8'), /elliptic curve.*RSA/],
  ['an EC key in SEC1', String(ec.export({ type: 'sec1', format: 'pem' })), /elliptic/],
  ['an Ed25519 key', toPem(generateKeyPairSync('ed25519').privateKey, 'pkcs8'), /unsupported kind/],
  ['a key of 1024 bits, PKCS#1', toPem(small, 'pkcs1'), /fewer than 2048 bits/],
  ['a key of 1024 bits, PKCS#8', toPem(small, 'pkcs8'), /fewer than 2048 bits/],
  ['a key without its end', pkcs1.slice(0, 900), /truncated or damaged/],
  ['a PKCS#1 key without its middle', withoutMiddle(pkcs1), /truncated/],
  ['a PKCS#8 key without its middle', withoutMiddle(pkcs8), /truncated/],
  ['a PEM without content', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', /truncated/],
  [
    'an OpenSSH key',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
    /ssh-keygen/,
  ],
]

function refuse(text: string): PrivateKeyError {
  try {
    parsePrivateKey(text, 'YOTI_KEY')
  } catch (err) {
    if (err instanceof PrivateKeyError) return err
    throw err
  }
  throw new Error('it was accepted')
}

describe('parsePrivateKey', () => {
  it.each(forms)('reads PKCS#1 and PKCS#8 %s', (_, write) => {
    for (const pem of [pkcs1, pkcs8]) {
      expect(parsePrivateKey(write(pem), 'YOTI_KEY').equals(privateKey)).toBe(true)
    }
  })

  it.each(refused)('rejects %s with its own reason, quoting nothing', (_, text, message) => {
    const err = refuse(text)
    expect(err.message).toMatch(message)
    expect(err.message).toMatch(/^YOTI_KEY: /)
    expect(err.cause).toBeUndefined()
    const lines = text.split(/\s+/).filter((part) => part.length > 20 && !part.includes('-----'))
    for (const line of lines) expect(err.stack).not.toContain(line.slice(0, 20))
  })

  it.each([2, 6, 12, 18])('rejects a key with a wrong character in line %i', (line) => {
    const lines = pkcs1.split('\n')
    const wrong = lines.map((text, index) =>
      index === line ? text.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A')) : text,
    )
    expect(refuse(wrong.join('\n')).message).toMatch(/truncated or damaged/)
  })
})
