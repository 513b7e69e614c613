import { constants, createHash, publicDecrypt, verify, type KeyObject } from 'node:crypto'
import { buildSigningInput, STANDARD_BASE64, type SignedMessage } from './digest.js'
import {
  listAlternativeSigningInputs,
  type ReceivedSignedMessage,
} from './alternative-signing-inputs.js'

/** Why a request did not prove who calls, and what to do about it. Yoti itself tells only the code of its answer. */
export const DIGEST_MISTAKES = {
  'missing-header': 'X-Yoti-Auth-Digest is missing. Send the signature in that header.',
  'missing-sdk-id': 'sdkId is missing. Put it into the query, and sign the query with it.',
  'missing-nonce':
    'The nonce is missing or no UUID. Put a fresh UUID into the query before signing.',
  'missing-timestamp':
    'The timestamp is missing or no number. Put the time into the query before signing.',
  'unknown-application': 'No application has this SDK id here. Use the one the emulator was given.',
  base64url: 'The digest is in the URL-safe alphabet or lacks its padding. Use plain base64.',
  'not-base64': 'The digest is no base64 of a signature. Send the signature’s bytes as base64.',
  'wrong-key': 'Signed with another private key. Use the key that belongs to this application.',
  'wrong-algorithm': 'Signed with the right key, another algorithm. Use RSA PKCS #1 v1.5, SHA-256.',
  'api-prefix': 'Signed with the API prefix in the path. Sign the path that follows the prefix.',
  'other-path':
    'Signed over another path. Sign the path that follows the API prefix, letter by letter as it is sent.',
  'other-method': 'Signed over another method. Sign the method that is sent, in capitals.',
  'other-query': 'Signed over another query. Build the query once; sign and send that same string.',
  'body-left-out': 'Signed without the body. Append & and the base64 of the body’s bytes.',
  'body-not-base64': 'Signed over the body as text. Append the base64 of its bytes.',
  'body-base64url':
    'Signed over the body in the URL-safe alphabet or without padding. Append its plain base64.',
  'body-reserialised':
    'The body was written anew after signing: same JSON, other bytes. Send the bytes you sign.',
  'body-changed':
    'The key is right, the text is not: most likely the body changed after signing. Send the bytes you sign.',
  'other-text':
    'The key is right, the text is not. Compare method, path and query with what was sent.',
} as const

export type DigestMistake = keyof typeof DIGEST_MISTAKES

const ANY_BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const HEXADECIMAL = /^[0-9a-f]+$/i
// What PKCS #1 v1.5 puts before a SHA-256: the DER of its DigestInfo (RFC 8017, section 9.2).
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/** Tells mistakes apart for a digest that is known not to verify. */
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
  const found = listAlternativeSigningInputs(message).find(([, text]) => sha256(text).equals(hash))
  if (found !== undefined) return found[0]
  return message.body.length > 0 ? 'body-changed' : 'other-text'
}

/** What stands in the signature, if this key made it: a signature of any other key opens to noise. */
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
