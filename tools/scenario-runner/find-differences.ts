import type { Scenario } from '#src/scenarios/scenario.js'

type Expected = Scenario['expect']
type Reason = Expected['reasons'][number]

export interface ActualResult {
  state: string
  outcome: string
  reasons: readonly Reason[]
  /** The text of the user's page; undefined if unknown. */
  page: string | undefined
}

const MAX_QUOTE_LENGTH = 300
const MISSING_PAGE_TEXT = 'page: unknown text. Run this in a terminal, which asks the user for it'

export function findDifferences(expected: Expected, actual: ActualResult): string[] {
  return [
    ...compareField('state', expected.state, actual.state),
    ...compareField('outcome', expected.outcome, actual.outcome),
    ...compareReasons(expected.reasons, actual.reasons),
    ...comparePage(expected.page, actual.page),
  ]
}

export function truncate(page: string): string {
  return page.length > MAX_QUOTE_LENGTH ? `${page.slice(0, MAX_QUOTE_LENGTH)} …` : page
}

export function formatReason({ code, checkType, reason }: Reason): string {
  const about = [checkType, reason].filter((part) => part !== undefined).join(' ')
  return about === '' ? code : `${code} (${about})`
}

function compareField(field: string, expected: string, actual: string): string[] {
  return expected === actual ? [] : [`${field}: expected ${expected}, seen ${actual}`]
}

function compareReasons(expected: readonly Reason[], actual: readonly Reason[]): string[] {
  const remaining = actual.map(toKey)
  const missing = expected.filter((reason) => {
    const index = remaining.indexOf(toKey(reason))
    if (index >= 0) remaining.splice(index, 1)
    return index < 0
  })
  const unexpected = actual.filter((reason) => {
    const index = remaining.indexOf(toKey(reason))
    if (index >= 0) remaining.splice(index, 1)
    return index >= 0
  })
  return [
    ...missing.map((reason) => `reasons: ${formatReason(reason)} is missing`),
    ...unexpected.map((reason) => `reasons: ${formatReason(reason)} was not expected`),
  ]
}

function toKey({ code, checkType, reason }: Reason): string {
  return JSON.stringify([code, checkType ?? null, reason ?? null])
}

function comparePage(expected: readonly string[], page: string | undefined): string[] {
  if (page === undefined) return [MISSING_PAGE_TEXT]
  const absent = expected.filter((text) => !page.includes(text))
  if (absent.length === 0) return []
  return [
    `page: expected ${absent.map((text) => `"${text}"`).join(' and ')}, seen "${truncate(page)}"`,
  ]
}
