import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { toScenarioPickerView, toScenarioView } from '../../src/scenarios/scenario-view.js'
import { buildScenario } from './sample-scenario.js'

const texts = createTexts()
const EMULATED = {
  isEmulated: true,
  apiUrl: 'http://127.0.0.1:4000/idverify/v1',
  sessionId: '0b8f7b26-8a9f-4c3c-9d0c-6a0f2f4f0e11',
  tokenTtlSeconds: 900,
}

describe('toScenarioView', () => {
  it('says whether to try again when an attempt can fail', () => {
    const responseConfig = {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
    }
    const stepsOf = (tryAgain: boolean) =>
      toScenarioView(buildScenario({ responseConfig, capture: { tryAgain } }), texts, EMULATED)
        .steps
    expect(stepsOf(true)).toContain('Try again whenever the client offers it.')
    expect(stepsOf(false)).toContain('Continue when the client offers another attempt.')
  })

  it.each([
    [{ end: 'ABANDON' }, /^Close the page/],
    [{ end: 'EXPIRE' }, /^Wait until the session expires/],
    [{ end: { clientError: 5001 } }, /^Leave with error 5001, using the menu/],
  ])('says how to leave when capture is %j', (capture, words) => {
    expect(toScenarioView(buildScenario({ capture }), texts, EMULATED).steps.at(-1)).toMatch(words)
  })

  it('mentions no menu of error codes when the target is the sandbox', () => {
    const scenario = buildScenario({ capture: { end: { clientError: 5001 } } })
    const sandbox = { ...EMULATED, isEmulated: false }
    expect(toScenarioView(scenario, texts, sandbox).steps).toEqual([
      'Make the client end with error 5001.',
    ])
  })

  it('has a command that advances the emulator’s clock when capture ends with EXPIRE', () => {
    const scenario = buildScenario({ capture: { end: 'EXPIRE' } })
    const { command, steps } = toScenarioView(scenario, texts, EMULATED)
    expect(steps.at(-1)).toContain('with the command below')
    expect(command).toBe(
      `curl -X POST http://127.0.0.1:4000/_emulator/sessions/${EMULATED.sessionId}/clock -H 'Content-Type: application/json' -d '{"advanceSeconds": 901}'`,
    )
  })

  it.each([
    ['Yoti’s sandbox', { isEmulated: false }],
    ['an emulator on another machine', { apiUrl: 'http://yoti.example:4000/idverify/v1' }],
    ['an emulator with https', { apiUrl: 'https://localhost:4000/v1' }],
  ])('has no such command for %s', (_what, location) => {
    const scenario = buildScenario({ capture: { end: 'EXPIRE' } })
    const { command, steps } = toScenarioView(scenario, texts, { ...EMULATED, ...location })
    expect(command).toBeUndefined()
    expect(steps.at(-1)).toBe('Wait until the session expires, then reload this page.')
  })

  it('lists the expected state, outcome and reasons, but not the expected page text', () => {
    const expected = {
      state: 'COMPLETED',
      outcome: 'REJECTED',
      reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS' }],
      page: ['Identity not confirmed'],
    }
    const view = toScenarioView(buildScenario({ expect: expected }), texts, EMULATED)
    expect(view.name).toBe('a-passport')
    expect(view.expected).toEqual(['COMPLETED', 'REJECTED', 'CHECK_REJECTED LIVENESS'])
    expect(JSON.stringify(view)).not.toContain('Identity not confirmed')
  })
})

describe('toScenarioPickerView', () => {
  const scenarios = new Map(
    [
      ['rejected', 'REJECTED'],
      ['approved', 'APPROVED'],
      ['left', 'PENDING'],
      ['over', 'NONE'],
      ['of-the-business', 'APPROVED', { referenceFace: true }],
    ].map(([name, outcome, capture = {}]) => {
      const expected = { state: 'COMPLETED', outcome, page: ['anything'] }
      const scenario = buildScenario({ name, capture, expect: expected })
      return [scenario.name, scenario]
    }),
  )
  const namesOf = (group: { scenarios: { name: string }[] }) =>
    group.scenarios.map(({ name }) => name)

  it('groups by outcome, without empty groups and scenarios with a reference face', () => {
    const { groups } = toScenarioPickerView(scenarios)
    expect(groups.map((group) => [group.name, namesOf(group), group.open])).toEqual([
      ['confirmed', ['approved'], false],
      ['notConfirmed', ['rejected'], false],
      ['none', ['left', 'over'], false],
    ])
  })

  it('opens the group of the chosen scenario', () => {
    const { chosen, groups } = toScenarioPickerView(scenarios, 'over')
    expect(chosen).toBe('over')
    expect(groups.filter(({ open }) => open).map(namesOf)).toEqual([['left', 'over']])
  })
})
