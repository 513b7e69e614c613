import { z } from 'zod'
import {
  isLoopback,
  onOffSchema,
  originSchema,
  splitList,
  type Environment,
} from './environment.js'
import type { Target } from './target.js'

/** Who may start, what the person sees, and where she may go back to. */
export interface JourneySettings {
  /** Whether anybody may start a session at `GET /`. */
  publicStart: boolean
  /** Whether a relying business may send people here, and read their results. */
  handoverEnabled: boolean
  /** The origins that a `returnUrl` may have: https, or http on loopback. */
  returnUrlOrigins: readonly string[]
  /** What the end user sees. */
  resultsPage: 'full' | 'outcome'
}

export function readJourney(
  env: Environment,
  target: Target,
  hasApiKeys: boolean,
): JourneySettings {
  return {
    handoverEnabled: hasApiKeys,
    publicStart: env.read('PUBLIC_START', onOffSchema, !hasApiKeys, 'on or off'),
    returnUrlOrigins: readReturnUrlOrigins(env),
    resultsPage: env.read(
      'RESULTS_PAGE',
      z.enum(['full', 'outcome']),
      target === 'live' ? 'outcome' : 'full',
      'full or outcome',
    ),
  }
}

function readReturnUrlOrigins({ read, problems }: Environment): readonly string[] {
  const origins = read(
    'RETURN_URL_ORIGINS',
    z.string().transform(splitList).pipe(z.array(originSchema)),
    [],
    'origins without a path, with commas between, such as https://signup.example.com',
  ).map((text) => new URL(text))
  if (origins.some((url) => url.protocol === 'http:' && !isLoopback(url))) {
    problems.push('RETURN_URL_ORIGINS: http is accepted only on loopback. Use https.')
  }
  return origins.map((url) => url.origin)
}
