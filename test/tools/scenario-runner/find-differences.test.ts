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

describe('judge', () => {
  it('finds nothing where all is as expected, reasons in any order', () => {
    expect(findDifferences(EXPECTED, ACTUAL)).toEqual([])
  })

  it.each<[string, Partial<ActualResult>, string[]]>([
    ['another state', { state: 'ONGOING' }, ['state: expected COMPLETED, seen ONGOING']],
    ['another outcome', { outcome: 'REVIEW' }, ['outcome: expected REJECTED, seen REVIEW']],
    ['a reason that is missing', { reasons: [TAMPERED] }, ['reasons: MISSING_CHECK is missing']],
    [
      'a reason too many',
      { reasons: [...ACTUAL.reasons, TAMPERED] },
      ['reasons: CHECK_REJECTED (ID_DOCUMENT_AUTHENTICITY TAMPERED) was not expected'],
    ],
    [
      'another word of Yoti',
      { reasons: [{ code: 'MISSING_CHECK' }, { ...TAMPERED, reason: 'COUNTERFEIT' }] },
      [
        'reasons: CHECK_REJECTED (ID_DOCUMENT_AUTHENTICITY TAMPERED) is missing',
        'reasons: CHECK_REJECTED (ID_DOCUMENT_AUTHENTICITY COUNTERFEIT) was not expected',
      ],
    ],
    [
      'a page that says something else',
      { page: 'Identity confirmed' },
      ['page: it does not say "not confirmed"; it says "Identity confirmed"'],
    ],
  ])('finds %s', (_what, difference, problems) => {
    expect(findDifferences(EXPECTED, { ...ACTUAL, ...difference })).toEqual(problems)
  })

  it('never takes a page that nobody told of for one that is as expected', () => {
    expect(findDifferences(EXPECTED, { ...ACTUAL, page: undefined })).toEqual([
      'page: nobody told what it says. Run it in a terminal, which asks whoever went through the client',
    ])
  })
})
