import { AppError } from '../errors.js'

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Session and media ids are lower-case UUIDs; anything else cannot exist. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID_PATTERN.test(value)
}

/** Thrown by domains for what is not there or not theirs to see; the error handler answers 404. */
export class NotFoundError extends AppError {
  constructor() {
    super('NOT_FOUND', 'Nothing here for this caller.')
  }
}

/** @throws NotFoundError */
export function parseUuid(value: unknown): string {
  if (!isUuid(value)) throw new NotFoundError()
  return value
}
