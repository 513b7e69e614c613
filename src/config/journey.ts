import { z } from 'zod'
import { onOrOff, origin, splitList, type Environment } from './environment.js'
import type { Target } from './target.js'

/** Who may start, what the person sees, and where she may go back to. */
export interface Journey {
  /** Whether anybody may start a session at `GET /`. */
  publicStart: boolean
  /** The origins that a `returnUrl` may have. */
  returnUrlOrigins: readonly string[]
  /** What the end user sees. */
  resultsPage: 'full' | 'outcome'
}

export function readJourney({ read }: Environment, target: Target, hasApiKeys: boolean): Journey {
  return {
    publicStart: read('PUBLIC_START', onOrOff, !hasApiKeys, 'on or off'),
    returnUrlOrigins: read(
      'RETURN_URL_ORIGINS',
      z.string().transform(splitList).pipe(z.array(origin)),
      [],
      'origins without a path, with commas between, such as https://signup.example.com',
    ),
    resultsPage: read(
      'RESULTS_PAGE',
      z.enum(['full', 'outcome']),
      target === 'live' ? 'outcome' : 'full',
      'full or outcome',
    ),
  }
}
