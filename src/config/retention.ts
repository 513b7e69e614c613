import { formatDuration, durationSchema, DURATION_FORMAT } from './duration.js'
import type { Environment } from './environment.js'
import { readTtls, type Ttls } from './ttls.js'

/** How long a person has, and how long anything is kept. */
export interface Retention extends Ttls {
  /** Milliseconds after a session ended until we erase it; undefined: never by itself. */
  eraseAfterMs: number | undefined
}

/** Milliseconds in which a person whose checks are over comes back from her page. */
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
      'ERASE_AFTER: is shorter than ten minutes. A person whose page has not seen the end by then finds it erased, without the way back to where she came from. Use PT10M or more.',
    )
  }
  return { ...readTtls(env), eraseAfterMs }
}

/** For the log at start. */
export function describeRetention(retention: Retention): string {
  const { clientSessionTokenTtl, resourcesTtl } = retention
  const toFinish = formatDuration(clientSessionTokenTtl * 1000)
  const atYoti = formatDuration(resourcesTtl * 1000)
  return `Retention: a person has ${toFinish} to finish (CLIENT_SESSION_TOKEN_TTL). Yoti deletes results and pictures ${atYoti} after the time to finish ended, at the latest (RESOURCES_TTL). ${describeErasure(retention)}`
}

function describeErasure(retention: Retention): string {
  const { eraseAfterMs, clientSessionTokenTtl, resourcesTtl } = retention
  if (eraseAfterMs === undefined) {
    return 'ERASE_AFTER is unset: a session is erased earlier only when somebody asks.'
  }
  if (eraseAfterMs === 0) {
    return 'A session is erased, here and at Yoti, as soon as it has ended (ERASE_AFTER).'
  }
  const later = `${formatDuration(eraseAfterMs)} after it ended (ERASE_AFTER)`
  return eraseAfterMs < (clientSessionTokenTtl + resourcesTtl) * 1000
    ? `A session is erased, here and at Yoti, ${later}.`
    : `What is left of a session here is erased ${later}; by then Yoti has deleted it by itself.`
}
