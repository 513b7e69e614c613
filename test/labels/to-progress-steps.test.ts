import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { toProgressSteps } from '../../src/labels/to-progress-steps.js'
import type { OutcomeCriteria } from '../../src/outcome/outcome.js'

const texts = createTexts()
const requested: OutcomeCriteria = {
  requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }, { type: 'LIVENESS' }],
}

describe('toProgressSteps', () => {
  it('shows each requested check that has not started as waiting', () => {
    expect(toProgressSteps([], requested, texts)).toMatchObject([
      {
        type: 'ID_DOCUMENT_AUTHENTICITY',
        title: 'The document is genuine',
        state: 'waiting',
      },
      { type: 'LIVENESS', title: 'A real person is in front of the camera', state: 'waiting' },
    ])
  })

  it.each([
    [['PENDING'], 'running'],
    [['DONE'], 'done'],
    [['DONE', 'PENDING'], 'running'],
    [['INTERNAL_ERROR'], 'done'],
  ])('shows %j as %s', (states, state) => {
    const checks = states.map((each) => ({ type: 'ID_DOCUMENT_AUTHENTICITY', state: each }))

    expect(toProgressSteps(checks, requested, texts)[0]).toMatchObject({ state })
  })

  it('adds a check that Yoti generated', () => {
    const steps = toProgressSteps(
      [{ type: 'ID_DOCUMENT_TEXT_DATA_CHECK', state: 'PENDING' }],
      requested,
      texts,
    )

    expect(steps[2]).toMatchObject({ title: 'The document was read correctly', state: 'running' })
  })

  it('lists generated checks when only a profile was requested', () => {
    expect(toProgressSteps([{ type: 'LIVENESS', state: 'DONE' }], {}, texts)).toHaveLength(1)
  })
})
