import { integerInRange, type Environment } from './environment.js'

const ONE_DAY_SECONDS = 86_400

/** Both in seconds, checked against what Yoti accepts. */
export interface Ttls {
  clientSessionTokenTtl: number
  resourcesTtl: number
}

export function readTtls({ read, warnings }: Environment): Ttls {
  const clientSessionTokenTtl = read(
    'CLIENT_SESSION_TOKEN_TTL',
    integerInRange(301, 31_536_000),
    900,
    'whole seconds, more than 300 (Yoti refuses less)',
  )
  const minResourcesTtl = clientSessionTokenTtl + ONE_DAY_SECONDS
  const resourcesTtl = read(
    'RESOURCES_TTL',
    integerInRange(minResourcesTtl, 315_360_000),
    Math.max(604_800, minResourcesTtl),
    `whole seconds, ${minResourcesTtl} or more: Yoti keeps results at least a day longer than the client session token`,
  )
  if (clientSessionTokenTtl < 900) {
    warnings.push(
      'CLIENT_SESSION_TOKEN_TTL is under 900 seconds: with less than ten minutes left, Yoti tells the person that time runs out. Set 900 or more.',
    )
  }
  return { clientSessionTokenTtl, resourcesTtl }
}
