import { createHash } from 'node:crypto'

/** Deterministic, below 2^32. */
export function hashToNumber(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE()
}
