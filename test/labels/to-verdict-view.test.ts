import { describe, expect, it } from '@jest/globals'
import { toVerdictView } from '../../src/labels/to-verdict-view.js'

describe('describeVerdict', () => {
  it.each([
    ['APPROVED', false, 'Every check that was asked for has passed.'],
    ['APPROVED', true, 'The requirements of the identity profile are met.'],
    ['REJECTED', false, 'A check did not pass.'],
    ['REJECTED', true, 'Not everything that was asked for is met.'],
    ['REVIEW', true, 'Not everything could be confirmed by the checks alone.'],
  ] as const)(
    'says of %s, by an identity profile or not (%s), what is true',
    (outcome, byProfile, sentence) => {
      expect(toVerdictView({ outcome, reasons: [] }, byProfile).sentence).toBe(sentence)
    },
  )
})
