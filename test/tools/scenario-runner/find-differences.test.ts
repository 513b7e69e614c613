import { describe, expect, it } from '@jest/globals'
import {
  findDifferences,
  type ActualResult,
} from '../../../tools/scenario-runner/find-differences.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const TAMPERED = {
  code: 'CHECK_REJECTED',
  checkType: 'ID_DOCUMENT_AUTHENTICITY',
  reason: 'TAMPERED',
}
const EXPECTED = buildScenario({
  expect: {
    state: 'COMPLETED',
    outcome: 'REJECTED',
    reasons: [TAMPERED, { code: 'MISSING_CHECK' }],
    page: ['not confirmed'],
  },
}).expect
const ACTUAL: ActualResult = {
  state: 'COMPLETED',
  outcome: 'REJECTED',
  reasons: [{ code: 'MISSING_CHECK' }, TAMPERED],
  page: 'Identity not confirmed',
}

describe('findDifferences', () => {
  it('returns nothing when all is as expected, with reasons in any order', () => {
    expect(findDifferences(EXPECTED, ACTUAL)).toEqual([])
  })

  it.each<[string, Partial<ActualResult>, string[]]>([
    ['another state', { state: 'ONGOING' }, ['state: expected COMPLETED, seen ONGOING']],
    [
      'an unexpected reason',
      { reasons: [...ACTUAL.reasons, TAMPERED] },
      ['reasons: CHECK_REJECTED (ID_DOCUMENT_AUTHENTICITY TAMPERED) was not expected'],
    ],
    [
      'a different reason from Yoti',
      { reasons: [{ code: 'MISSING_CHECK' }, { ...TAMPERED, reason: 'COUNTERFEIT' }] },
      [
        'reasons: CHECK_REJECTED (ID_DOCUMENT_AUTHENTICITY TAMPERED) is missing',
        'reasons: CHECK_REJECTED (ID_DOCUMENT_AUTHENTICITY COUNTERFEIT) was not expected',
      ],
    ],
    [
      'a page whose text is unknown',
      { page: undefined },
      ['page: unknown text. Run this in a terminal, which asks the user for it'],
    ],
  ])('finds %s', (_what, difference, problems) => {
    expect(findDifferences(EXPECTED, { ...ACTUAL, ...difference })).toEqual(problems)
  })
})
