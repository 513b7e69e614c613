import type { Scenario } from './scenario.js'

type Expected = Scenario['expect']
type Reason = Expected['reasons'][number]

/** What came out. */
export interface Actual {
  state: string
  outcome: string
  reasons: readonly Reason[]
  /** The text of the person's page; undefined when nobody told what it says. */
  page: string | undefined
}

const LONGEST_QUOTE = 300
const UNTOLD =
  'page: nobody told what it says. Run it in a terminal, which asks whoever went through the client'

/** Each difference as a sentence; none when everything came out as expected. */
export function judge(expected: Expected, actual: Actual): string[] {
  return [
    ...compare('state', expected.state, actual.state),
    ...compare('outcome', expected.outcome, actual.outcome),
    ...compareReasons(expected.reasons, actual.reasons),
    ...comparePage(expected.page, actual.page),
  ]
}

/** As much of a page's text as goes with a difference. */
export function shorten(page: string): string {
  return page.length > LONGEST_QUOTE ? `${page.slice(0, LONGEST_QUOTE)} …` : page
}

export function describeReason({ code, checkType, reason }: Reason): string {
  const about = [checkType, reason].filter((part) => part !== undefined).join(' ')
  return about === '' ? code : `${code} (${about})`
}

function compare(what: string, expected: string, actual: string): string[] {
  return expected === actual ? [] : [`${what}: expected ${expected}, seen ${actual}`]
}

function compareReasons(expected: readonly Reason[], actual: readonly Reason[]): string[] {
  const left = actual.map(toKey)
  const missing = expected.filter((reason) => {
    const index = left.indexOf(toKey(reason))
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
  const unexpected = actual.filter((reason) => {
    const index = left.indexOf(toKey(reason))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
  return [
    ...missing.map((reason) => `reasons: ${describeReason(reason)} is missing`),
    ...unexpected.map((reason) => `reasons: ${describeReason(reason)} was not expected`),
  ]
}

function toKey({ code, checkType, reason }: Reason): string {
  return JSON.stringify([code, checkType ?? null, reason ?? null])
}

function comparePage(expected: readonly string[], page: string | undefined): string[] {
  if (page === undefined) return [UNTOLD]
  const absent = expected.filter((text) => !page.includes(text))
  if (absent.length === 0) return []
  return [
    `page: it does not say ${absent.map((text) => `"${text}"`).join(' nor ')}; it says "${shorten(page)}"`,
  ]
}
