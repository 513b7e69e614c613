import { createHash } from 'node:crypto'

/** A number from 0 up to 2^32 that depends on the seed alone and looks arbitrary. */
export function hashToNumber(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE()
}
