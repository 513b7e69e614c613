import { isDeepStrictEqual } from 'node:util'
import type { SessionSpec } from './session-spec-schema.js'
import type { SpecIssue } from './describe-issues.js'

/** Each of these asks for something else by its config: another search, another pool, another scheme. */
const REPEATABLE = new Set<string>([
  'WATCHLIST_ADVANCED_CA',
  'FAMILIAR_FACE_SEARCH',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
])

interface RequestedItem {
  type: string
  config: object
}

/** Checks and tasks that were asked for before: Yoti makes one of a kind. */
export function findDuplicateIssues(spec: SessionSpec): SpecIssue[] {
  return [
    ...findDuplicates('requested_checks', spec.requested_checks ?? []),
    ...findDuplicates('requested_tasks', spec.requested_tasks ?? []),
  ]
}

function findDuplicates(field: string, items: readonly RequestedItem[]): SpecIssue[] {
  const kept: { index: number; one: RequestedItem }[] = []
  return items.flatMap((one, index): SpecIssue[] => {
    const earlier = kept.find(({ one: other }) => isDuplicate(one, other))
    if (earlier === undefined) kept.push({ index, one })
    return earlier === undefined
      ? []
      : [
          {
            path: [field, index],
            message: `${one.type} is already requested by ${field}[${earlier.index}]: remove one of them`,
          },
        ]
  })
}

function isDuplicate(one: RequestedItem, other: RequestedItem): boolean {
  if (one.type !== other.type) return false
  return !REPEATABLE.has(one.type) || isDeepStrictEqual(one.config, other.config)
}
