import { describe, expect, it } from '@jest/globals'
import { describeScenario } from '../../src/scenarios/describe-scenario.js'
import { scenarioSchema } from '../../src/scenarios/scenario.js'

function makeScenario(change: object = {}) {
  return scenarioSchema.parse({
    name: 'any',
    title: 'Any',
    shows: 'Anything.',
    expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
    ...change,
  })
}

describe('describeScenario', () => {
  it('names the documents in their order, and the way out', () => {
    const capture = {
      documents: [
        { country: 'GBR', type: 'PASSPORT' },
        { country: 'FRA', type: 'BANK_STATEMENT', form: 'FILE' },
      ],
    }
    expect(describeScenario(makeScenario({ capture }), true).steps).toEqual([
      'Choose Passport (United Kingdom), then Bank statement (France) as a PDF.',
      'Finish.',
    ])
  })

  it('says what to do about another try', () => {
    const responseConfig = {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
    }
    const stepsOf = (tryAgain: boolean) =>
      describeScenario(makeScenario({ responseConfig, capture: { tryAgain } }), true).steps
    expect(stepsOf(true)).toContain('Try again whenever the client offers it.')
    expect(stepsOf(false)).toContain('Go on all the same when the client offers another try.')
  })

  it.each([
    [{ end: 'ABANDON' }, /^Close the page/],
    [{ end: 'EXPIRE' }, /^Wait until the time is over/],
    [{ end: { clientError: 5001 } }, /^Leave with error 5001, by the menu/],
  ])('says how to leave: %j', (capture, words) => {
    expect(describeScenario(makeScenario({ capture }), true).steps.at(-1)).toMatch(words)
  })

  it('promises no menu of error codes where Yoti’s own client is', () => {
    const scenario = makeScenario({ capture: { end: { clientError: 5001 } } })
    expect(describeScenario(scenario, false).steps).toEqual([
      'Bring the client to end with error 5001.',
    ])
  })

  it('says what must come out in the words of the API, and nothing that the page must say', () => {
    const expected = {
      state: 'COMPLETED',
      outcome: 'REJECTED',
      reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS' }],
      page: ['Identity not confirmed'],
    }
    const described = describeScenario(makeScenario({ expect: expected }), true)
    expect(described.expected).toEqual(['COMPLETED', 'REJECTED', 'CHECK_REJECTED LIVENESS'])
    expect(JSON.stringify(described)).not.toContain('Identity not confirmed')
  })
})
