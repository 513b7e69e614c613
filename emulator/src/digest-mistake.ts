import { constants, createHash, publicDecrypt, verify, type KeyObject } from 'node:crypto'
import { buildSigningInput, STANDARD_BASE64, type SignedMessage } from './digest.js'
import {
  listAlternativeSigningInputs,
  type ReceivedSignedMessage,
} from './alternative-signing-inputs.js'

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

const ANY_BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const HEXADECIMAL = /^[0-9a-f]+$/i
// The DER prefix of a SHA-256 DigestInfo (RFC 8017, section 9.2).
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** Call it only for a digest that does not verify. */
export function findDigestMistake(
  message: ReceivedSignedMessage,
  publicKey: KeyObject,
): DigestMistake {
  const { digest } = message
  const size = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  if (HEXADECIMAL.test(digest) && digest.length === size * 2) return 'not-base64'
  if (!STANDARD_BASE64.test(digest)) return ANY_BASE64.test(digest) ? 'base64url' : 'not-base64'
  const signature = Buffer.from(digest, 'base64')
  const signed = recoverDigestInfo(signature, publicKey)
  if (signed === undefined) {
    return isPssSignature(message, signature, publicKey) ? 'wrong-algorithm' : 'wrong-key'
  }
  if (!signed.subarray(0, SHA256_DIGEST_INFO.length).equals(SHA256_DIGEST_INFO))
    return 'wrong-algorithm'
  const hash = signed.subarray(SHA256_DIGEST_INFO.length)
  const match = listAlternativeSigningInputs(message).find(([, text]) => sha256(text).equals(hash))
  if (match !== undefined) return match[0]
  return message.body.length > 0 ? 'body-changed' : 'other-text'
}

/** Undefined when another key made the signature, because the padding is then invalid. */
function recoverDigestInfo(signature: Buffer, key: KeyObject): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature)
  } catch {
    return undefined
  }
}

function isPssSignature(message: SignedMessage, signature: Buffer, key: KeyObject): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return verify('RSA-SHA256', buildSigningInput(message), { key, padding }, signature)
}

function sha256(text: Buffer): Buffer {
  return createHash('sha256').update(text).digest()
}
