import { createPrivateKey, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { AppError } from '../errors.js'

const MIN_KEY_BITS = 2048
/** The first bytes of every RSA key: a sequence with a length of two bytes. */
const DER_SEQUENCE = '\x30\x82'

const REASON_MESSAGES = {
  EMPTY: 'is empty. Set it to the PEM file of the application from Yoti Hub.',
  NOT_PEM:
    'contains no PEM. Expected the text from -----BEGIN RSA PRIVATE KEY----- to its END line, or base64 of it. YOTI_KEY_FILE_PATH takes the path of that file, YOTI_KEY its content.',
  TRUNCATED:
    'contains a PEM that is truncated or damaged. Copy the complete file again, from its BEGIN line to its END line.',
  PUBLIC_KEY: 'contains a public key. Set it to the matching private key.',
  CERTIFICATE: 'contains a certificate. Set it to the private key of the application.',
  ENCRYPTED: 'contains an encrypted key. Set it to the key without a passphrase.',
  EC_KEY: 'contains an elliptic curve key. Yoti needs the RSA key of the application.',
  OPENSSH: 'contains a key in OpenSSH format. Convert a copy with: ssh-keygen -p -m PEM -f <file>.',
  OTHER: 'contains an unsupported kind of PEM. Set it to the RSA private key of the application.',
  TOO_SHORT: `contains an RSA key with fewer than ${MIN_KEY_BITS} bits. Create a new key in Yoti Hub.`,
} as const

/** The message never contains part of the key. */
export class PrivateKeyError extends AppError {
  readonly reason: keyof typeof REASON_MESSAGES

  constructor(variable: string, reason: keyof typeof REASON_MESSAGES) {
    super('PRIVATE_KEY', `${variable}: ${REASON_MESSAGES[reason]}`)
    this.reason = reason
  }
}

/**
 * Parses an RSA private key: PKCS#1 or PKCS#8 PEM, with any line endings and surrounding whitespace,
 * `\n`-escaped (also twice), base64 of any of these, or base64 of DER.
 *
 * @param variable the environment variable to name in errors
 * @throws PrivateKeyError
 */
export function parsePrivateKey(text: string, variable: string): KeyObject {
  const fail = (reason: keyof typeof REASON_MESSAGES): never => {
    throw new PrivateKeyError(variable, reason)
  }
  const pem = extractPem(text)
  if (pem === '') return fail('EMPTY')
  const der = Buffer.from(pem, 'base64').toString('latin1')
  const isDer = der.startsWith(DER_SEQUENCE)
  if (!pem.includes('-----BEGIN ') && !isDer) return fail('NOT_PEM')
  if (/^Proc-Type:.*ENCRYPTED/m.test(pem)) return fail('ENCRYPTED')
  try {
    if (isDer) return readRsaKey(der, fail)
    const blocks = forge.pem.decode(pem)
    const block = blocks.find(({ type }) => type.endsWith('PRIVATE KEY')) ?? blocks[0]
    if (block === undefined) return fail('TRUNCATED')
    const reason = REASON_BY_PEM_LABEL[block.type] ?? 'OTHER'
    return reason === 'RSA' ? readRsaKey(block.body, fail) : fail(reason)
  } catch (err) {
    // NOTE: errors of the parsers may quote the key, so they are not kept as cause.
    throw err instanceof PrivateKeyError ? err : new PrivateKeyError(variable, 'TRUNCATED')
  }
}

/** By the PEM's label. `RSA` means that it can be parsed. */
const REASON_BY_PEM_LABEL: Record<string, keyof typeof REASON_MESSAGES | 'RSA'> = {
  'RSA PRIVATE KEY': 'RSA',
  'PRIVATE KEY': 'RSA',
  'EC PRIVATE KEY': 'EC_KEY',
  'EC PARAMETERS': 'EC_KEY',
  'ENCRYPTED PRIVATE KEY': 'ENCRYPTED',
  'OPENSSH PRIVATE KEY': 'OPENSSH',
  'PUBLIC KEY': 'PUBLIC_KEY',
  'RSA PUBLIC KEY': 'PUBLIC_KEY',
  CERTIFICATE: 'CERTIFICATE',
}

/** Undoes the quoting, indentation, escaping and encoding of environment files and secret stores. */
function extractPem(text: string): string {
  const plain = normalisePem(text)
  if (plain.includes('-----BEGIN ') || !/^[A-Za-z0-9+/=\s]+$/.test(plain)) return plain
  const decoded = normalisePem(Buffer.from(plain, 'base64').toString('latin1'))
  return decoded.includes('-----BEGIN ') ? decoded : plain
}

function normalisePem(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\+r|\r/g, '')
    .replace(/\\+n/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

function readRsaKey(der: string, fail: (reason: keyof typeof REASON_MESSAGES) => never): KeyObject {
  const parsed = forge.asn1.fromDer(der)
  const algorithm = readAlgorithmOid(parsed)
  if (algorithm === EC_ALGORITHM_OID) return fail('EC_KEY')
  if (algorithm !== undefined && algorithm !== forge.pki.oids.rsaEncryption) return fail('OTHER')

  const rsa = forge.pki.privateKeyFromAsn1(parsed)
  if (rsa.n.bitLength() < MIN_KEY_BITS) return fail('TOO_SHORT')
  if (!isConsistent(rsa)) return fail('TRUNCATED')
  return createPrivateKey(forge.pki.privateKeyToPem(rsa))
}

const EC_ALGORITHM_OID = '1.2.840.10045.2.1'

/** The second element is the algorithm in PKCS#8, and a number in PKCS#1. */
function readAlgorithmOid({ value }: forge.asn1.Asn1): string | undefined {
  const [, second] = typeof value === 'string' ? [] : value
  const [oid] = second === undefined || typeof second.value === 'string' ? [] : second.value
  return typeof oid?.value === 'string' ? forge.asn1.derToOid(oid.value) : undefined
}

/**
 * A damaged key may still parse and even sign. NOTE: uses BigInt, because node-forge sometimes
 * computes wrong remainders if a global `navigator` exists, as in Node 21 and later.
 */
function isConsistent(key: forge.pki.rsa.PrivateKey): boolean {
  const read = (part: forge.jsbn.BigInteger) => BigInt(`0x${part.toString(16)}`)
  const [n, e, d] = [read(key.n), read(key.e), read(key.d)]
  const [p, q] = [read(key.p), read(key.q)]
  const [dP, dQ, qInv] = [read(key.dP), read(key.dQ), read(key.qInv)]
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    d % (p - 1n) === dP &&
    d % (q - 1n) === dQ &&
    (q * qInv) % p === 1n
  )
}
