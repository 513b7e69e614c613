import { NotFoundError } from '../errors.js'

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Session and media ids are lower-case UUIDs. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID_PATTERN.test(value)
}

/** @throws NotFoundError */
export function parseUuid(value: unknown): string {
  if (!isUuid(value)) throw new NotFoundError()
  return value
}
