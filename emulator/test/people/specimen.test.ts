import { expect, it } from '@jest/globals'
import { PEOPLE, pickPerson, type Person } from '../../src/people/person.js'
import { drawSpecimenDocument, drawSpecimenFace, readPortrait } from '../../src/people/specimen.js'

const NOW = Date.UTC(2026, 5, 1)
const [person] = PEOPLE as [Person]
const MARK = '>SPECIMEN</text>'

it.each(['PASSPORT', 'DRIVING_LICENCE', 'NATIONAL_ID', 'PASS_CARD', 'UTILITY_BILL'])(
  'marks both sides of a %s SPECIMEN',
  (type) => {
    for (const side of [0, 1] as const) {
      expect(drawSpecimenDocument(person, 'FRA', type, side, NOW)).toContain(MARK)
    }
  },
)

it('prints the text that the extraction returns, and the address or the MRZ on the back', () => {
  const passport = drawSpecimenDocument(person, 'GBR', 'PASSPORT', 0, NOW)
  expect(passport).toContain('>QUILLSAMPLE</text>')
  expect(passport).toContain('>P&lt;GBRQUILLSAMPLE&lt;&lt;ORLA&lt;ZEPHYRINE')
  const licence = drawSpecimenDocument(person, 'GBR', 'DRIVING_LICENCE', 1, NOW)
  expect(licence).toContain('>9 PLACEHOLDER MOUNT</text>')
  expect(drawSpecimenDocument(person, 'NLD', 'NATIONAL_ID', 1, NOW)).toContain('>I&lt;NLDSPX')
})

it('escapes the printed text', () => {
  const hostile = { ...person, familyName: '<script>"&', givenNames: "O'Sample" }
  const drawn = drawSpecimenDocument(hostile, '<b>\u0000', '<i>\ud800', 0, NOW)
  expect(drawn).toContain('>&lt;SCRIPT&gt;&#34;&amp;</text>')
  expect(drawn).toContain('O&#39;SAMPLE')
  expect(drawn).not.toMatch(/<script|<b>|<i>|\u0000|\ud800/i)
})

it('draws every person differently, marked SPECIMEN, with a small PNG as portrait', () => {
  const faces = PEOPLE.map(drawSpecimenFace)
  expect(new Set(faces).size).toBe(PEOPLE.length)
  for (const face of faces) expect(face).toContain(MARK)
  for (const { content } of PEOPLE.map(readPortrait)) {
    expect(content.subarray(1, 4).toString()).toBe('PNG')
    expect(content.length).toBeLessThan(20_000)
  }
})

it('picks the same person for the same seed, and everybody eventually', () => {
  const picked = Array.from({ length: 100 }, (_, index) => pickPerson(String(index)))
  expect(picked[7]).toBe(pickPerson('7'))
  expect(new Set(picked)).toEqual(new Set(PEOPLE))
})
