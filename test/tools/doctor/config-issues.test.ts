import { describe, expect, it } from '@jest/globals'
import { createConfigIssues } from '../../../tools/doctor/config-issues.js'

describe('createConfigIssues', () => {
  it.each([
    ['X: is wrong. Correct it.', 'X: is wrong.', 'Correct it.'],
    [
      'X: write {"a": { ...b... }}. Check the path.',
      'X: write {"a": { ...b... }}.',
      'Check the path.',
    ],
    ['X: is wrong', 'X: is wrong', 'Correct it.'],
  ])('splits %s into problem and remedy', (text, seen, fix) => {
    expect(createConfigIssues([text], []).take(/^X/)).toEqual([{ status: 'fail', seen, fix }])
  })
})
