import { describe, expect, it } from '@jest/globals'
import { toScenarioView } from '../../src/scenarios/scenario-view.js'
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

const EMULATED = {
  isEmulated: true,
  apiUrl: 'http://127.0.0.1:4000/idverify/v1',
  sessionId: '0b8f7b26-8a9f-4c3c-9d0c-6a0f2f4f0e11',
  tokenTtlSeconds: 900,
}

describe('describeScenario', () => {
  it('names the documents in their order, and the way out', () => {
    const capture = {
      documents: [
        { country: 'GBR', type: 'PASSPORT' },
        { country: 'FRA', type: 'BANK_STATEMENT', form: 'FILE' },
      ],
    }
    expect(toScenarioView(makeScenario({ capture }), EMULATED).steps).toEqual([
      'Choose Passport (United Kingdom), then Bank statement (France) as a PDF.',
      'Finish.',
    ])
  })

  it('says what to do about another try', () => {
    const responseConfig = {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
    }
    const stepsOf = (tryAgain: boolean) =>
      toScenarioView(makeScenario({ responseConfig, capture: { tryAgain } }), EMULATED).steps
    expect(stepsOf(true)).toContain('Try again whenever the client offers it.')
    expect(stepsOf(false)).toContain('Go on all the same when the client offers another try.')
  })

  it.each([
    [{ end: 'ABANDON' }, /^Close the page/],
    [{ end: 'EXPIRE' }, /^Wait until the time is over/],
    [{ end: { clientError: 5001 } }, /^Leave with error 5001, by the menu/],
  ])('says how to leave: %j', (capture, words) => {
    expect(toScenarioView(makeScenario({ capture }), EMULATED).steps.at(-1)).toMatch(words)
  })

  it('promises no menu of error codes where Yoti’s own client is', () => {
    const scenario = makeScenario({ capture: { end: { clientError: 5001 } } })
    const sandbox = { ...EMULATED, isEmulated: false }
    expect(toScenarioView(scenario, sandbox).steps).toEqual([
      'Bring the client to end with error 5001.',
    ])
  })

  it('has the call that moves the clock of the emulator, where that takes it', () => {
    const scenario = makeScenario({ capture: { end: 'EXPIRE' } })
    const { command, steps } = toScenarioView(scenario, EMULATED)
    expect(steps.at(-1)).toContain('with the command below')
    expect(command).toBe(
      `curl -X POST http://127.0.0.1:4000/_emulator/sessions/${EMULATED.sessionId}/clock -H 'Content-Type: application/json' -d '{"advanceSeconds": 901}'`,
    )
  })

  it.each([
    ['Yoti’s sandbox', { isEmulated: false }],
    ['an emulator on another machine', { apiUrl: 'http://yoti.example:4000/idverify/v1' }],
    ['an emulator with a certificate of its own', { apiUrl: 'https://localhost:4000/v1' }],
  ])('has none for %s', (_what, place) => {
    const scenario = makeScenario({ capture: { end: 'EXPIRE' } })
    const { command, steps } = toScenarioView(scenario, { ...EMULATED, ...place })
    expect(command).toBeUndefined()
    expect(steps.at(-1)).toBe('Wait until the time is over, and load this page again.')
  })

  it('says what must come out in the words of the API, and nothing that the page must say', () => {
    const expected = {
      state: 'COMPLETED',
      outcome: 'REJECTED',
      reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS' }],
      page: ['Identity not confirmed'],
    }
    const described = toScenarioView(makeScenario({ expect: expected }), EMULATED)
    expect(described.name).toBe('any')
    expect(described.expected).toEqual(['COMPLETED', 'REJECTED', 'CHECK_REJECTED LIVENESS'])
    expect(JSON.stringify(described)).not.toContain('Identity not confirmed')
  })
})
