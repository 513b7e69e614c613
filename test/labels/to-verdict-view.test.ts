import { describe, expect, it } from '@jest/globals'
import { toVerdictView } from '../../src/labels/to-verdict-view.js'

describe('toVerdictView', () => {
  it.each([
    ['APPROVED', false, 'All requested checks passed.'],
    ['APPROVED', true, 'The requirements of the identity profile are met.'],
    ['REJECTED', false, 'A check did not pass.'],
    ['REJECTED', true, 'The requirements of the identity profile are not met.'],
    ['REVIEW', true, 'The checks could not confirm everything.'],
  ] as const)(
    'says of %s, by an identity profile or not (%s), what is true',
    (outcome, byProfile, sentence) => {
      expect(toVerdictView({ outcome, reasons: [] }, byProfile).sentence).toBe(sentence)
    },
  )
})
