import type { Breakdown } from '../check.js'

export const automated = createSubCheckBuilder('AUTOMATED')
export const expert = createSubCheckBuilder('EXPERT_REVIEW')

function createSubCheckBuilder(process: 'AUTOMATED' | 'EXPERT_REVIEW') {
  return (name: string, passed: boolean, details: Record<string, string> = {}): Breakdown => ({
    sub_check: name,
    result: passed ? 'PASS' : 'FAIL',
    details: Object.entries(details).map(([key, value]) => ({ name: key, value })),
    process,
  })
}

/** Yoti lists sub-checks by name. */
export function sortBreakdown(breakdown: Breakdown[]): Breakdown[] {
  return breakdown.toSorted((a, b) => (a.sub_check < b.sub_check ? -1 : 1))
}
