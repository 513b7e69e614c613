import { integerInRange, type Environment } from './environment.js'

const ONE_DAY_SECONDS = 86_400

/** Seconds. */
export interface Ttls {
  clientSessionTokenTtl: number
  resourcesTtl: number
}

export function readTtls({ read, warnings }: Environment): Ttls {
  const clientSessionTokenTtl = read(
    'CLIENT_SESSION_TOKEN_TTL',
    integerInRange(301, 31_536_000),
    900,
    'whole seconds, more than 300 (Yoti rejects less)',
  )
  const minResourcesTtl = clientSessionTokenTtl + ONE_DAY_SECONDS
  const resourcesTtl = read(
    'RESOURCES_TTL',
    integerInRange(minResourcesTtl, 315_360_000),
    Math.max(604_800, minResourcesTtl),
    `whole seconds, ${minResourcesTtl} or more, because Yoti requires a day more than CLIENT_SESSION_TOKEN_TTL`,
  )
  if (clientSessionTokenTtl < 900) {
    warnings.push(
      'CLIENT_SESSION_TOKEN_TTL is under 900 seconds: Yoti warns users when less than ten minutes are left. Set 900 or more.',
    )
  }
  return { clientSessionTokenTtl, resourcesTtl }
}
