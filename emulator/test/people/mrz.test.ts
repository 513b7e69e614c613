import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildMrz, computeCheckDigit, transliterate } from '../../src/people/mrz.js'

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

it('writes the known lines of a passport and of an identity card', () => {
  expect(buildMrz(PASSPORT, 'booklet')).toEqual({
    type: 2,
    line1: 'P<GBRHARGREAVES<<ISOLDE<MARGIT<<<<<<<<<<<<<<',
    line2: '9128033776GBR9107142F3102282<<<<<<<<<<<<<<04',
  })
  expect(buildMrz(CARD, 'card')).toEqual({
    type: 1,
    line1: 'I<NLDSPX77K3Q14<<<<<<<<<<<<<<<',
    line2: '8803218M3305094NLD<<<<<<<<<<<6',
    line3: 'VAN<DIJKSTRA<<TEUN<JORIS<<<<<<',
  })
})

it('leaves room for a given name beside a family name that fills the line', () => {
  const { line1 } = buildMrz({ ...PASSPORT, familyName: 'Q'.repeat(60) }, 'booklet')
  expect(line1).toBe(`P<GBR${'Q'.repeat(36)}<<I`)
})

it('has lines of permitted characters with valid check digits for any names', () => {
  fc.assert(
    fc.property(names, (some) => {
      const passport = buildMrz({ ...PASSPORT, ...some }, 'booklet')
      const card = buildMrz({ ...CARD, ...some }, 'card')
      const lines = [passport, card].flatMap(({ line1, line2, line3 = '' }) => [
        line1,
        line2,
        line3,
      ])
      expect(lines.map(({ length }) => length)).toEqual([44, 44, 0, 30, 30, 30])
      expect(lines.join('')).toMatch(/^[A-Z0-9<]+$/)
      for (const number of [passport.line2.slice(0, 10), card.line1.slice(5, 15)]) {
        expect(number.charAt(9)).toBe(computeCheckDigit(number.slice(0, 9)))
      }
      const { line1, line2 } = card
      for (const [text, composite] of [
        [passport.line2.slice(0, 10) + passport.line2.slice(13, 20), passport.line2.slice(21)],
        [line1.slice(5) + line2.slice(0, 7) + line2.slice(8, 15), line2.slice(18)],
      ] as const) {
        expect(composite.at(-1)).toBe(computeCheckDigit(text + composite.slice(0, -1)))
      }
    }),
  )
})

it.each([
  ['Süheyla Nilşen', 'SUEHEYLA<NILSEN'],
  ['Æðar Þrölli', 'AEDAR<THROELLI'],
  ["D'Essai", 'DESSAI'],
  ['Adesample-Mocksworth', 'ADESAMPLE<MOCKSWORTH'],
  ['Groß Łąka', 'GROSS<LAKA'],
  [' van  der - Test ', 'VAN<DER<TEST'],
  ['U\u0308', 'UE'],
])('writes %s as %s', (name, expected) => {
  expect(transliterate(name)).toBe(expected)
})
