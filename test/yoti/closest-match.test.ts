import { describe, expect, it } from '@jest/globals'
import { findClosestMatch } from '../../src/yoti/closest-match.js'

const KNOWN = ['PASSPORT', 'STATIC', 'ZOOM', 'RTW', 'ADVERSE-MEDIA', 'pep-class-4']

describe('findClosestMatch', () => {
  it.each([
    ['STATC', 'STATIC'],
    ['STATICC', 'STATIC'],
    ['STAAAC', 'STATIC'],
    ['SATTIC', 'STATIC'],
    ['static', 'STATIC'],
    ['RTV', 'RTW'],
    ['ADVERSE_MEDIA', 'ADVERSE-MEDIA'],
    ['adverse media', 'ADVERSE-MEDIA'],
    ['pep-clas-4', 'pep-class-4'],
  ])('suggests for %s the known word %s', (word, suggestion) => {
    expect(findClosestMatch(word, KNOWN)).toBe(suggestion)
  })

  it.each(['DYNAMIC', 'ROOF', 'RTXY', 'pep-class-5', 'PASSPORT_CARD', '', 'STATIC'.padEnd(100)])(
    'suggests nothing for %j',
    (word) => {
      expect(findClosestMatch(word, KNOWN)).toBeUndefined()
    },
  )
})
