import { formatDuration, durationSchema, DURATION_FORMAT } from './duration.js'
import type { Environment } from './environment.js'
import { readTtls, type Ttls } from './ttls.js'

/** How long a user has to finish, and how long data is kept. */
export interface Retention extends Ttls {
  /** From the end of a session until it is erased; undefined: never automatically. */
  eraseAfterMs: number | undefined
}

/** Time for a user's page to show the outcome and return them to the business. */
const RECOMMENDED_MIN_ERASE_AFTER_MS = 10 * 60 * 1000

export function readRetention(env: Environment): Retention {
  const eraseAfterMs = env.read(
    'ERASE_AFTER',
    durationSchema.optional(),
    undefined,
    DURATION_FORMAT,
  )
  if (eraseAfterMs !== undefined && eraseAfterMs < RECOMMENDED_MIN_ERASE_AFTER_MS) {
    env.warnings.push(
      'ERASE_AFTER: is shorter than ten minutes, so a session may be erased before its user sees the outcome and returns to your site. Use PT10M or more.',
    )
  }
  return { ...readTtls(env), eraseAfterMs }
}

/** For the log at start. */
export function describeRetention(retention: Retention): string {
  const { clientSessionTokenTtl, resourcesTtl } = retention
  const toFinish = formatDuration(clientSessionTokenTtl * 1000)
  const atYoti = formatDuration(resourcesTtl * 1000)
  return `Retention: users have ${toFinish} to finish (CLIENT_SESSION_TOKEN_TTL). Yoti deletes results and pictures at most ${atYoti} after that (RESOURCES_TTL). ${describeErasure(retention)}`
}

function describeErasure(retention: Retention): string {
  const { eraseAfterMs, clientSessionTokenTtl, resourcesTtl } = retention
  if (eraseAfterMs === undefined) {
    return 'ERASE_AFTER is unset, so sessions are erased earlier only on request.'
  }
  if (eraseAfterMs === 0) {
    return 'Sessions are erased here and at Yoti as soon as they end (ERASE_AFTER).'
  }
  const later = `${formatDuration(eraseAfterMs)} after they end (ERASE_AFTER)`
  return eraseAfterMs < (clientSessionTokenTtl + resourcesTtl) * 1000
    ? `Sessions are erased here and at Yoti ${later}.`
    : `Sessions are erased here ${later}; by then Yoti has deleted them automatically.`
}
