import { isDeepStrictEqual } from 'node:util'
import type { SessionSpec } from './session-spec-schema.js'
import type { SpecIssue } from './describe-issues.js'

/** May be repeated with a different config: another search, pool or scheme. */
const REPEATABLE = new Set<string>([
  'WATCHLIST_ADVANCED_CA',
  'FAMILIAR_FACE_SEARCH',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
])

interface RequestedItem {
  type: string
  config: object
}

/** Finds repeated checks and tasks, because Yoti runs each only once. */
export function findDuplicateIssues(spec: SessionSpec): SpecIssue[] {
  return [
    ...findDuplicates('requested_checks', spec.requested_checks ?? []),
    ...findDuplicates('requested_tasks', spec.requested_tasks ?? []),
  ]
}

function findDuplicates(field: string, items: readonly RequestedItem[]): SpecIssue[] {
  const unique: { index: number; item: RequestedItem }[] = []
  return items.flatMap((item, index): SpecIssue[] => {
    const earlier = unique.find((candidate) => isDuplicate(item, candidate.item))
    if (earlier === undefined) unique.push({ index, item })
    return earlier === undefined
      ? []
      : [
          {
            path: [field, index],
            message: `${item.type} is already requested by ${field}[${earlier.index}]: remove one of them`,
          },
        ]
  })
}

function isDuplicate(a: RequestedItem, b: RequestedItem): boolean {
  if (a.type !== b.type) return false
  return !REPEATABLE.has(a.type) || isDeepStrictEqual(a.config, b.config)
}
