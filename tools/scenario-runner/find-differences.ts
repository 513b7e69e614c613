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

export function findDifferences(expected: Expected, actual: ActualResult): string[] {
  const expectedReasons = expected.reasons.map(formatReason)
  const actualReasons = actual.reasons.map(formatReason)
  return [
    ...(['state', 'outcome'] as const)
      .filter((field) => expected[field] !== actual[field])
      .map((field) => `${field}: expected ${expected[field]}, seen ${actual[field]}`),
    ...subtract(expectedReasons, actualReasons).map((reason) => `reasons: ${reason} is missing`),
    ...subtract(actualReasons, expectedReasons).map(
      (reason) => `reasons: ${reason} was not expected`,
    ),
    ...comparePage(expected.page, actual.page),
  ]
}

function formatReason({ code, checkType, reason }: Reason): string {
  const about = [checkType, reason].filter((part) => part !== undefined).join(' ')
  return about === '' ? code : `${code} (${about})`
}

/** Each text of `others` removes one equal text. */
function subtract(texts: readonly string[], others: readonly string[]): string[] {
  const remaining = [...others]
  return texts.filter((text) => {
    const index = remaining.indexOf(text)
    if (index >= 0) remaining.splice(index, 1)
    return index < 0
  })
}

function comparePage(expected: readonly string[], page: string | undefined): string[] {
  if (page === undefined) {
    return ['page: unknown text. Run this in a terminal, which asks the user for it']
  }
  const absent = expected.filter((text) => !page.includes(text)).map((text) => `"${text}"`)
  return absent.length === 0 ? [] : [`page: expected ${absent.join(' and ')}, seen "${page}"`]
}
