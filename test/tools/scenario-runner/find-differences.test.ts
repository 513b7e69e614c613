import { expect, it } from '@jest/globals'
import { findDifferences } from '../../../tools/scenario-runner/find-differences.js'
import { buildScenario } from '../../scenarios/sample-scenario.js'

const TAMPERED = { code: 'CHECK_REJECTED', checkType: 'LIVENESS', reason: 'TAMPERED' }
const MISSING = { code: 'MISSING_CHECK' }
const RESULT = { state: 'COMPLETED', outcome: 'REJECTED', reasons: [TAMPERED, MISSING] }
const { expect: EXPECTED } = buildScenario({ expect: { ...RESULT, page: ['not confirmed'] } })

it.each<[string, object, string[]]>([
  ['none when the reasons have another order', { reasons: [MISSING, TAMPERED] }, []],
  ['another state', { state: 'ONGOING' }, ['state: expected COMPLETED, seen ONGOING']],
  [
    'a reason that occurs twice',
    { reasons: [TAMPERED, MISSING, TAMPERED] },
    ['reasons: CHECK_REJECTED (LIVENESS TAMPERED) was not expected'],
  ],
  ['a missing reason', { reasons: [TAMPERED] }, ['reasons: MISSING_CHECK is missing']],
  [
    'a page whose text is unknown',
    { page: undefined },
    ['page: unknown text. Run this in a terminal, which asks the user for it'],
  ],
])('finds %s', (_what, difference, problems) => {
  const actual = { ...RESULT, page: 'Identity not confirmed', ...difference }
  expect(findDifferences(EXPECTED, actual)).toEqual(problems)
})
