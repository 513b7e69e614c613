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

const view = (change: object, location: object = {}) =>
  toScenarioView(buildScenario(change), texts, { ...EMULATED, ...location })

describe('toScenarioView', () => {
  it('says whether to try again when an attempt can fail', () => {
    const responseConfig = {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
    }
    const stepsOf = (tryAgain: boolean) => view({ responseConfig, capture: { tryAgain } }).steps
    expect(stepsOf(true)).toContain('Try again whenever the client offers it.')
    expect(stepsOf(false)).toContain('Continue when the client offers another attempt.')
  })

  const WAIT = 'Wait until the session expires, then reload this page.'
  it.each<[unknown, object, string]>([
    ['ABANDON', {}, 'Close the page instead of finishing.'],
    [{ clientError: 5001 }, {}, 'Leave with error 5001, using the menu at the bottom of the'],
    [{ clientError: 5001 }, { isEmulated: false }, 'Make the client end with error 5001.'],
    ['EXPIRE', { isEmulated: false }, WAIT],
    ['EXPIRE', { apiUrl: 'http://yoti.example:4000/idverify/v1' }, WAIT],
    ['EXPIRE', { apiUrl: 'https://localhost:4000/v1' }, WAIT],
  ])('says how to end with %j, without a command, at %j', (end, location, step) => {
    const { command, steps } = view({ capture: { end } }, location)
    expect(steps.at(-1)).toContain(step)
    expect(command).toBeUndefined()
  })

  it('has a command that advances the emulator’s clock when capture ends with EXPIRE', () => {
    const { command, steps } = view({ capture: { end: 'EXPIRE' } })
    expect(steps.at(-1)).toContain('with the command below')
    expect(command).toBe(
      `curl -X POST http://127.0.0.1:4000/_emulator/sessions/${EMULATED.sessionId}/clock -H 'Content-Type: application/json' -d '{"advanceSeconds": 901}'`,
    )
  })

  it('lists the expected state, outcome and reasons, but not the expected page text', () => {
    const expected = {
      state: 'COMPLETED',
      outcome: 'REJECTED',
      reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS' }],
      page: ['Identity not confirmed'],
    }
    const banner = view({ expect: expected })
    expect(banner.name).toBe('a-passport')
    expect(banner.expected).toEqual(['COMPLETED', 'REJECTED', 'CHECK_REJECTED LIVENESS'])
    expect(JSON.stringify(banner)).not.toContain('Identity not confirmed')
  })
})

describe('toScenarioPickerView', () => {
  it('groups what a browser can run by outcome, and opens the group of the chosen one', () => {
    const scenarios = [
      ['rejected', 'REJECTED'],
      ['approved', 'APPROVED'],
      ['left', 'PENDING'],
      ['over', 'NONE'],
      ['of-the-business', 'APPROVED', { referenceFace: true }],
    ].map(([name, outcome, capture = {}]) =>
      buildScenario({ name, capture, expect: { state: 'COMPLETED', outcome, page: ['anything'] } }),
    )
    const all = new Map(scenarios.map((scenario) => [scenario.name, scenario]))
    const { chosen, groups } = toScenarioPickerView(all, 'over')
    expect(chosen).toBe('over')
    const names = groups.map((group) => [
      ...[group.name, group.open],
      ...group.scenarios.map(({ name }) => name),
    ])
    expect(names).toEqual([
      ['confirmed', false, 'approved'],
      ['notConfirmed', false, 'rejected'],
      ['none', true, 'left', 'over'],
    ])
  })
})
