import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits. Only its hash is kept. */
export function makeHandoverToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
