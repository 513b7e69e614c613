import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildDocumentFields, buildSupplementaryFields } from '../../src/people/document-fields.js'
import { PEOPLE } from '../../src/people/person.js'

const NOW = Date.UTC(2026, 5, 1)
const [person] = PEOPLE as [(typeof PEOPLE)[number]]
const TYPES = ['PASSPORT', 'DRIVING_LICENCE', 'NATIONAL_ID', 'RESIDENCE_PERMIT', 'STATE_ID']

describe('buildDocumentFields', () => {
  it('returns passport fields in the order of Yoti', () => {
    const fields = buildDocumentFields(person, 'GBR', 'PASSPORT', NOW)
    expect(Object.keys(fields).join(' ')).toBe(
      'full_name date_of_birth nationality given_names family_name place_of_birth gender ' +
        'document_type issuing_country document_number expiration_date date_of_issue ' +
        'issuing_authority mrz document_template',
    )
    expect(fields).toMatchObject({
      full_name: 'ORLA ZEPHYRINE QUILLSAMPLE',
      nationality: 'GBR',
      issuing_authority: 'HMPO',
      mrz: { type: 2 },
    })
  })

  it('numbers a British driving licence after its holder', () => {
    const fields = buildDocumentFields(person, 'GBR', 'DRIVING_LICENCE', NOW)
    expect(fields.document_number).toMatch(/^QUILL957141OZ9XX\d\d$/)
    expect(fields).not.toHaveProperty('nationality')
    expect(fields).not.toHaveProperty('mrz')
  })

  it.each([
    ['GBR', 1, { building_number: '9', town_city: 'SAMPLEFORD' }],
    ['IND', 2, { state: 'PLACEHOLDER PRADESH' }],
    ['USA', 3, { state: 'CA' }],
    ['CAN', 3, { state: 'ON' }],
    ['FRA', 4, { address_line1: '9 PLACEHOLDER MOUNT, SAMPLEFORD', country: 'France' }],
  ])('writes an address of %s in format %i', (country, format, parts) => {
    const fields = buildDocumentFields(person, country, 'DRIVING_LICENCE', NOW)
    expect(fields.structured_postal_address).toMatchObject({
      address_format: format,
      country_iso: country,
      formatted_address: expect.stringContaining('\n'),
      ...parts,
    })
  })

  it('gives cards an MRZ of 3 lines, and foreigners their own nationality', () => {
    expect(buildDocumentFields(person, 'NLD', 'NATIONAL_ID', NOW)).toMatchObject({
      nationality: 'NLD',
      mrz: { type: 1, line1: expect.stringMatching(/^I<NLD/) },
    })
    expect(buildDocumentFields(person, 'NLD', 'RESIDENCE_PERMIT', NOW)).toMatchObject({
      nationality: 'IRL',
      mrz: { type: 1, line1: expect.stringMatching(/^IRNLD/) },
    })
  })

  it('is valid, complete and stable during a day for every person', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PEOPLE),
        fc.constantFrom(...TYPES),
        fc.constantFrom('GBR', 'USA', 'IND', 'TUR'),
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2090, 0) }),
        (person, type, country, now) => {
          const fields = buildDocumentFields(person, country, type, now)
          const today = new Date(now).toISOString().slice(0, 10)
          expect(String(fields.date_of_issue) < today).toBe(true)
          expect(String(fields.expiration_date) > today).toBe(true)
          expect(Object.values(fields)).not.toContain(undefined)
          expect(buildDocumentFields(person, country, type, now)).toEqual(fields)
        },
      ),
    )
  })
})

it('buildSupplementaryFields returns name, address, date and issuer of a recent bill', () => {
  const fields = buildSupplementaryFields(person, 'GBR', 'UTILITY_BILL', Date.UTC(2026, 5, 21))
  expect(fields).toEqual({
    full_name: 'ORLA ZEPHYRINE QUILLSAMPLE',
    structured_postal_address: expect.objectContaining({ address_format: 1 }),
    date_of_issue: '2026-06-01',
    organisation: 'Sampleford Water',
  })
})
