import { isDeepStrictEqual } from 'node:util'
import type { SessionSpec } from './session-spec.js'
import type { Contradiction } from './session-spec-rules.js'

/** Each of these asks for something else by its config: another search, another pool, another scheme. */
const REPEATABLE = new Set<string>([
  'WATCHLIST_ADVANCED_CA',
  'FAMILIAR_FACE_SEARCH',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
])

interface Asked {
  type: string
  config: object
}

/** Checks and tasks that were asked for before: Yoti makes one of a kind. */
export function findRepetitions(spec: SessionSpec): Contradiction[] {
  return [
    ...judge('requested_checks', spec.requested_checks ?? []),
    ...judge('requested_tasks', spec.requested_tasks ?? []),
  ]
}

function judge(field: string, asked: readonly Asked[]): Contradiction[] {
  const kept: { index: number; one: Asked }[] = []
  return asked.flatMap((one, index): Contradiction[] => {
    const earlier = kept.find(({ one: other }) => isSame(one, other))
    if (earlier === undefined) kept.push({ index, one })
    return earlier === undefined
      ? []
      : [
          {
            path: [field, index],
            message: `${one.type} is asked for by ${field}[${earlier.index}] already: keep one`,
          },
        ]
  })
}

function isSame(one: Asked, other: Asked): boolean {
  if (one.type !== other.type) return false
  return !REPEATABLE.has(one.type) || isDeepStrictEqual(one.config, other.config)
}
