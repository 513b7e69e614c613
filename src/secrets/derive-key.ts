import { hkdfSync } from 'node:crypto'

/** HKDF (RFC 5869): a separate key for each purpose. */
export function deriveKey(appSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', appSecret, '', purpose, 32))
}
