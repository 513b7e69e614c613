import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildTd1, buildTd3, computeCheckDigit, transliterate } from '../../src/people/mrz.js'

const PASSPORT = {
  documentCode: 'P',
  issuingCountry: 'GBR',
  nationality: 'GBR',
  familyName: 'Hargreaves',
  givenNames: 'Isolde Margit',
  documentNumber: '912803377',
  dateOfBirth: '1991-07-14',
  gender: 'FEMALE',
  expirationDate: '2031-02-28',
} as const

const CARD = {
  documentCode: 'I',
  issuingCountry: 'NLD',
  nationality: 'NLD',
  familyName: 'van Dijkstra',
  givenNames: 'Teun Joris',
  documentNumber: 'SPX77K3Q1',
  dateOfBirth: '1988-03-21',
  gender: 'MALE',
  expirationDate: '2033-05-09',
} as const

const names = fc.record({
  familyName: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  givenNames: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  documentNumber: fc.stringMatching(/^[A-Z0-9]{1,9}$/),
})

describe('buildTd3', () => {
  it('writes the known lines of a passport', () => {
    expect(buildTd3(PASSPORT)).toEqual({
      type: 2,
      line1: 'P<GBRHARGREAVES<<ISOLDE<MARGIT<<<<<<<<<<<<<<',
      line2: '9128033776GBR9107142F3102282<<<<<<<<<<<<<<04',
    })
  })

  it('leaves room for a given name beside a family name that fills the line', () => {
    const { line1 } = buildTd3({ ...PASSPORT, familyName: 'Q'.repeat(60) })
    expect(line1).toBe(`P<GBR${'Q'.repeat(36)}<<I`)
  })

  it('has 2 lines of 44 permitted characters with valid check digits for any names', () => {
    fc.assert(
      fc.property(names, (some) => {
        const { line1, line2 } = buildTd3({ ...PASSPORT, ...some })
        expect([line1.length, line2.length]).toEqual([44, 44])
        expect(line1 + line2).toMatch(/^[A-Z0-9<]+$/)
        expect(line2.charAt(9)).toBe(computeCheckDigit(line2.slice(0, 9)))
        expect(line2.charAt(43)).toBe(
          computeCheckDigit(line2.slice(0, 10) + line2.slice(13, 20) + line2.slice(21, 43)),
        )
      }),
    )
  })
})

describe('buildTd1', () => {
  it('writes the known lines of an identity card', () => {
    expect(buildTd1(CARD)).toEqual({
      type: 1,
      line1: 'I<NLDSPX77K3Q14<<<<<<<<<<<<<<<',
      line2: '8803218M3305094NLD<<<<<<<<<<<6',
      line3: 'VAN<DIJKSTRA<<TEUN<JORIS<<<<<<',
    })
  })

  it('has 3 lines of 30 permitted characters with valid check digits for any names', () => {
    fc.assert(
      fc.property(names, (some) => {
        const { line1, line2, line3 } = buildTd1({ ...CARD, ...some })
        expect([line1.length, line2.length, line3.length]).toEqual([30, 30, 30])
        expect(line1 + line2 + line3).toMatch(/^[A-Z0-9<]+$/)
        expect(line1.charAt(14)).toBe(computeCheckDigit(line1.slice(5, 14)))
        expect(line2.charAt(29)).toBe(
          computeCheckDigit(
            line1.slice(5) + line2.slice(0, 7) + line2.slice(8, 15) + line2.slice(18, 29),
          ),
        )
      }),
    )
  })
})

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
