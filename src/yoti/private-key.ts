import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { AppError } from '../errors.js'

const MIN_KEY_BITS = 2048
const PEM_BEGIN = '-----BEGIN '
/** The first bytes of every RSA key: a sequence with a length of two bytes. */
const DER_SEQUENCE = Buffer.from([0x30, 0x82])

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

type Reason = keyof typeof REASON_MESSAGES

/** The message never contains part of the key. */
export class PrivateKeyError extends AppError {
  constructor(variable: string, reason: Reason) {
    super('PRIVATE_KEY', `${variable}: ${REASON_MESSAGES[reason]}`)
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
  const key = readPem(extractPem(text))
  if (typeof key === 'string') throw new PrivateKeyError(variable, key)
  return key
}

/** By the PEM's label. Undefined means that it can be parsed. */
const REASON_BY_LABEL: Record<string, Reason | undefined> = {
  'RSA PRIVATE KEY': undefined,
  'PRIVATE KEY': undefined,
  'EC PRIVATE KEY': 'EC_KEY',
  'EC PARAMETERS': 'EC_KEY',
  'ENCRYPTED PRIVATE KEY': 'ENCRYPTED',
  'OPENSSH PRIVATE KEY': 'OPENSSH',
  'PUBLIC KEY': 'PUBLIC_KEY',
  'RSA PUBLIC KEY': 'PUBLIC_KEY',
  CERTIFICATE: 'CERTIFICATE',
}

/** Undoes the quoting, escaping and encoding of environment files and secret stores. */
function extractPem(text: string): string {
  const plain = unescapeLines(text)
  const decoded = unescapeLines(Buffer.from(plain, 'base64').toString('latin1'))
  return !plain.includes(PEM_BEGIN) && decoded.includes(PEM_BEGIN) ? decoded : plain
}

function unescapeLines(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\+r/g, '')
    .replace(/\\+n/g, '\n')
}

function readPem(pem: string): KeyObject | Reason {
  if (pem.trim() === '') return 'EMPTY'
  if (!pem.includes(PEM_BEGIN)) {
    const der = Buffer.from(pem, 'base64')
    return der.subarray(0, 2).equals(DER_SEQUENCE) ? readDer(der) : 'NOT_PEM'
  }
  if (/Proc-Type:.*ENCRYPTED/.test(pem)) return 'ENCRYPTED'
  const blocks = [...pem.matchAll(/-----BEGIN ([^-]+)-----([\w+/=\s]+)-----END \1-----/g)]
  const block = blocks.find(([, label]) => label?.endsWith('PRIVATE KEY')) ?? blocks[0]
  const [, label = '', content = ''] = block ?? []
  if (block === undefined) return 'TRUNCATED'
  if (!Object.hasOwn(REASON_BY_LABEL, label)) return 'OTHER'
  return REASON_BY_LABEL[label] ?? readDer(Buffer.from(content, 'base64'))
}

function readDer(der: Buffer): KeyObject | Reason {
  const key = (['pkcs1', 'pkcs8'] as const)
    .map((type) => tryTo(() => createPrivateKey({ key: der, format: 'der', type })))
    .find((each) => each !== undefined)
  if (key === undefined) return 'TRUNCATED'
  if (key.asymmetricKeyType === 'ec') return 'EC_KEY'
  if (key.asymmetricKeyType !== 'rsa') return 'OTHER'
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_KEY_BITS) return 'TOO_SHORT'
  return tryTo(() => isConsistent(key.export({ format: 'jwk' }))) === true ? key : 'TRUNCATED'
}

/** Without the error, which may quote the key. */
function tryTo<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** A damaged key may still parse and even sign. */
function isConsistent(key: JsonWebKey): boolean {
  const read = (part = '') => BigInt(`0x${Buffer.from(part, 'base64url').toString('hex')}`)
  const [n, e, d] = [read(key.n), read(key.e), read(key.d)]
  const [p, q] = [read(key.p), read(key.q)]
  const [dP, dQ, qInv] = [read(key.dp), read(key.dq), read(key.qi)]
  return (
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    d % (p - 1n) === dP &&
    d % (q - 1n) === dQ &&
    (q * qInv) % p === 1n
  )
}
