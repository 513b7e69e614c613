import { describe, expect, it } from '@jest/globals'
import { transliterate } from '../../src/people/transliterate.js'

describe('transliterate', () => {
  it.each([
    ['Süheyla Nilşen', 'SUEHEYLA<NILSEN'],
    ['Æðar Þrölli', 'AEDAR<THROELLI'],
    ["D'Essai", 'DESSAI'],
    ['Adesample-Mocksworth', 'ADESAMPLE<MOCKSWORTH'],
    ['Groß Łąka', 'GROSS<LAKA'],
    [' van  der - Test ', 'VAN<DER<TEST'],
  ])('writes %s as %s', (name, expected) => {
    expect(transliterate(name)).toBe(expected)
  })

  it('treats composed and decomposed letters alike', () => {
    expect(transliterate('U\u0308')).toBe(transliterate('\u00dc'))
  })
})
