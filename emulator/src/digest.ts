import { verify, type KeyObject } from 'node:crypto'

export interface SignedMessage {
  method: string
  /** Path and raw query as received, without the API prefix. */
  pathAndQuery: string
  body: Buffer
  digest: string
}

export const STANDARD_BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Verifies `X-Yoti-Auth-Digest`: RSASSA-PKCS1-v1_5 with SHA-256. */
export function isDigestValid(message: SignedMessage, publicKey: KeyObject): boolean {
  if (!STANDARD_BASE64.test(message.digest)) return false
  const signature = Buffer.from(message.digest, 'base64')
  return verify('RSA-SHA256', buildSigningInput(message), publicKey, signature)
}

/** Without a body, the text ends after the query. */
export function buildSigningInput({ method, pathAndQuery, body }: SignedMessage): Buffer {
  const head = `${method}&${pathAndQuery}`
  return Buffer.from(body.length === 0 ? head : `${head}&${body.toString('base64')}`)
}
