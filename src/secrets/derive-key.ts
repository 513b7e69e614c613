import { hkdfSync } from 'node:crypto'

/** A key of its own for each purpose (RFC 5869), made once at boot. */
export function deriveKey(appSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', appSecret, '', purpose, 32))
}
