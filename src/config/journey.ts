import { z } from 'zod'
import {
  isLoopback,
  onOffSchema,
  originSchema,
  splitList,
  type Environment,
} from './environment.js'
import type { Target } from './target.js'

/** Access to the start page and the API, the result page, and the allowed return origins. */
export interface JourneySettings {
  /** Whether anyone may start a session at `GET /`. */
  publicStart: boolean
  /** Whether a signup backend may create sessions and read their results. */
  apiEnabled: boolean
  /** The origins that a `returnUrl` may have: https, or http on loopback. */
  returnUrlOrigins: readonly string[]
  resultsPage: 'full' | 'outcome'
}

export function readJourney(
  env: Environment,
  target: Target,
  hasApiKeys: boolean,
): JourneySettings {
  return {
    apiEnabled: hasApiKeys,
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
    'origins without a path, separated by commas, such as https://signup.example.com',
  ).map((text) => new URL(text))
  if (origins.some((url) => url.protocol === 'http:' && !isLoopback(url))) {
    problems.push('RETURN_URL_ORIGINS: http is accepted only on loopback. Use https.')
  }
  return origins.map((url) => url.origin)
}
