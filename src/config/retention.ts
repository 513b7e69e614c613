import { describeDuration, duration, DURATION_FORM } from './duration.js'
import type { Environment } from './environment.js'
import { readTtls, type Ttls } from './ttls.js'

/** How long a person has, and how long anything is kept. */
export interface Retention extends Ttls {
  /** Milliseconds after a session ended until we erase it; undefined: never by itself. */
  eraseAfter: number | undefined
}

export function readRetention(env: Environment): Retention {
  return {
    ...readTtls(env),
    eraseAfter: env.read('ERASE_AFTER', duration.optional(), undefined, DURATION_FORM),
  }
}

/** For the log at start. */
export function describeRetention(retention: Retention): string {
  const { clientSessionTokenTtl, resourcesTtl } = retention
  const toFinish = describeDuration(clientSessionTokenTtl * 1000)
  const atYoti = describeDuration(resourcesTtl * 1000)
  return `Retention: a person has ${toFinish} to finish (CLIENT_SESSION_TOKEN_TTL). Yoti deletes results and pictures ${atYoti} after the time to finish ended, at the latest (RESOURCES_TTL). ${describeErasure(retention)}`
}

function describeErasure(retention: Retention): string {
  const { eraseAfter, clientSessionTokenTtl, resourcesTtl } = retention
  if (eraseAfter === undefined) {
    return 'ERASE_AFTER is unset: a session is erased earlier only when somebody asks.'
  }
  if (eraseAfter === 0) {
    return 'A session is erased, here and at Yoti, as soon as it has ended (ERASE_AFTER).'
  }
  const later = `${describeDuration(eraseAfter)} after it ended (ERASE_AFTER)`
  return eraseAfter < (clientSessionTokenTtl + resourcesTtl) * 1000
    ? `A session is erased, here and at Yoti, ${later}.`
    : `What is left of a session here is erased ${later}; by then Yoti has deleted it by itself.`
}
