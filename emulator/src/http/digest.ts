import { constants, createHash, publicDecrypt, verify, type KeyObject } from 'node:crypto'

/** Yoti's responses contain only an error code. These explain it in the inbox. */
export const DIGEST_MISTAKES = {
  'missing-header': 'X-Yoti-Auth-Digest is missing. Send the signature in that header.',
  'missing-sdk-id': 'sdkId is missing. Put it into the query, and sign the query with it.',
  'missing-nonce':
    'The nonce is missing or not a UUID. Put a new UUID into the query before signing.',
  'missing-timestamp':
    'The timestamp is missing or not a number. Put the current time into the query before signing.',
  'unknown-application':
    'The emulator has no application with this SDK id. Use the SDK id that it was started with.',
  base64url: 'The digest is URL-safe or unpadded base64. Use plain base64.',
  'not-base64':
    'The digest is not a signature in base64. Send the bytes of the signature as base64.',
  'wrong-key': 'Signed with another private key. Use the key that belongs to this application.',
  'wrong-algorithm':
    'Signed with the right key but another algorithm. Use RSA PKCS #1 v1.5 with SHA-256.',
  'api-prefix': 'Signed with the API prefix in the path. Sign only the path after the prefix.',
  'other-path': 'Signed another path. Sign the path after the API prefix, exactly as it is sent.',
  'other-method': 'Signed another method. Sign the method that is sent, in upper case.',
  'other-query': 'Signed another query. Build the query once, then sign and send the same string.',
  'body-left-out': 'Signed without the body. Append & and the base64 of the body’s bytes.',
  'body-not-base64': 'Signed the body as text. Append the base64 of its bytes.',
  'body-base64url': 'Signed the body as URL-safe or unpadded base64. Append its plain base64.',
  'body-reserialised':
    'The body was serialised again after signing: same JSON, different bytes. Send the bytes that you sign.',
  'body-changed':
    'The key is right but the text is not. Most likely the body changed after signing. Send the bytes that you sign.',
  'other-text':
    'The key is right but the text is not. Compare the method, path and query with what was sent.',
} as const

export type DigestMistake = keyof typeof DIGEST_MISTAKES

interface SignedMessage {
  method: string
  /** Path and raw query as received, without the API prefix. */
  pathAndQuery: string
  /** A client may have signed the prefix and the host as part of the path. */
  apiPrefix: string
  host: string
  body: Buffer
  digest: string
}

const STANDARD_BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const ANY_BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const HEXADECIMAL = /^[0-9a-f]+$/i
// The DER prefix of a SHA-256 DigestInfo (RFC 8017, section 9.2).
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** Verifies `X-Yoti-Auth-Digest`: RSASSA-PKCS1-v1_5 with SHA-256. Undefined if it is valid. */
export function findDigestMistake(
  message: SignedMessage,
  publicKey: KeyObject,
): DigestMistake | undefined {
  const { digest, body } = message
  const size = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  if (HEXADECIMAL.test(digest) && digest.length === size * 2) return 'not-base64'
  if (!STANDARD_BASE64.test(digest)) return ANY_BASE64.test(digest) ? 'base64url' : 'not-base64'
  const signature = Buffer.from(digest, 'base64')
  const isSigned = (padding: number) =>
    verify('RSA-SHA256', buildSigningInput(message), { key: publicKey, padding }, signature)
  if (isSigned(constants.RSA_PKCS1_PADDING)) return undefined
  const signed = recoverDigestInfo(signature, publicKey)
  if (signed === undefined) {
    return isSigned(constants.RSA_PKCS1_PSS_PADDING) ? 'wrong-algorithm' : 'wrong-key'
  }
  const [prefix, hash] = [signed.subarray(0, -32), signed.subarray(-32)]
  if (!prefix.equals(SHA256_DIGEST_INFO)) return 'wrong-algorithm'
  for (const [mistake, text] of listAlternativeTexts(message)) {
    if (createHash('sha256').update(text).digest().equals(hash)) return mistake
  }
  return body.length > 0 ? 'body-changed' : 'other-text'
}

/** Without a body, the text ends after the query. */
function buildSigningInput({
  method,
  pathAndQuery,
  body,
}: Pick<SignedMessage, 'method' | 'pathAndQuery' | 'body'>): Buffer {
  const head = `${method}&${pathAndQuery}`
  return Buffer.from(body.length === 0 ? head : `${head}&${body.toString('base64')}`)
}

/** Undefined when another key made the signature, because the padding is then invalid. */
function recoverDigestInfo(signature: Buffer, key: KeyObject): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature)
  } catch {
    return undefined
  }
}

/** Texts that clients are known to sign by mistake. */
function* listAlternativeTexts(
  message: SignedMessage,
): Generator<[DigestMistake, Buffer | string]> {
  const { method, pathAndQuery, body, apiPrefix, host } = message
  const write = (changed: Partial<SignedMessage>) => buildSigningInput({ ...message, ...changed })
  const [path = '', query = ''] = pathAndQuery.split('?', 2)

  const segments = apiPrefix.split('/').slice(1)
  for (const index of segments.keys()) {
    const prefix = `/${segments.slice(index).join('/')}`
    yield ['api-prefix', write({ pathAndQuery: prefix + pathAndQuery })]
  }
  const origins = [`http://${host}`, `https://${host}`, 'https://api.yoti.com']
  const paths = [
    ...[path.endsWith('/') ? path.slice(0, -1) : `${path}/`, path.slice(1), `/${path}`],
    path.replace(/^\/sessions/, '/session'),
    ...origins.map((origin) => origin + apiPrefix + path),
  ]
  for (const other of paths) yield ['other-path', write({ pathAndQuery: `${other}?${query}` })]
  const pairs = query.split('&')
  const queries = ['sdkId=', 'nonce=', 'timestamp='].map((name) =>
    pairs.filter((pair) => !pair.startsWith(name)),
  )
  for (const other of [pairs.toSorted(), pairs.toReversed(), ...queries]) {
    yield ['other-query', write({ pathAndQuery: `${path}?${other.join('&')}` })]
  }
  yield ['other-query', write({ pathAndQuery: path })]
  for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', method.toLowerCase()]) {
    yield ['other-method', write({ method: other })]
  }

  const head = `${method}&${pathAndQuery}&`
  yield ['body-left-out', write({ body: Buffer.alloc(0) })]
  yield ['body-not-base64', Buffer.concat([Buffer.from(head), body])]
  yield ['body-base64url', head + body.toString('base64url')]
  yield ['body-base64url', head + body.toString('base64').replace(/=+$/, '')]
  for (const other of listSerialisations(body.toString())) {
    yield ['body-reserialised', write({ body: Buffer.from(other) })]
  }
}

/** The same JSON as common serialisers write it. Empty for a body that is not JSON. */
function listSerialisations(body: string): string[] {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return []
  }
  const indented = JSON.stringify(value, null, 2)
  // Python writes one line with a space after each comma and colon.
  const spaced = indented.replace(/,\n\s*/g, ', ').replace(/\n\s*/g, '')
  const texts = [JSON.stringify(value), indented, JSON.stringify(value, null, 4), spaced]
  const escaped = texts.flatMap((text) => [text, escapeNonAscii(text), text.replaceAll('/', '\\/')])
  return escaped.flatMap((text) => [text, `${text}\n`])
}

function escapeNonAscii(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
