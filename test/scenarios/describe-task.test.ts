import { describe, expect, it } from '@jest/globals'
import { describeTask } from '../../src/scenarios/describe-task.js'
import { buildScenario } from './sample-run.js'

describe('what a person is asked to do', () => {
  it('is what the scenario’s capture does', () => {
    const scenario = buildScenario({
      capture: {
        documents: [
          { country: 'GBR', type: 'DRIVING_LICENCE' },
          { country: 'IRL', type: 'PASSPORT', captureMethod: 'UPLOAD' },
          { country: 'GBR', type: 'UTILITY_BILL', form: 'FILE' },
        ],
      },
    })
    expect(describeTask(scenario)).toEqual([
      'Show a driving licence of GBR, by camera.',
      'Show a passport of IRL, from a file.',
      'Show a utility bill of GBR, as one PDF file.',
      'Whenever the client advises to try again, do.',
      'Finish.',
      'Your page says then: “confirmed”',
    ])
  })

  it('ends with Enter where the session’s state does not tell that the person is gone', () => {
    const scenario = buildScenario({
      capture: { tryAgain: false, end: { clientError: 4000 } },
      expect: { state: 'ONGOING', outcome: 'PENDING', page: ['camera'] },
    })
    expect(describeTask(scenario)).toEqual([
      'When the client advises to try again, go on without, or leave when it does not let you.',
      'Leave with the client error 4000.',
      'Then come back here and press Enter.',
      'Your page says then: “camera”',
    ])
  })
})
