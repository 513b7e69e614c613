import { describe, expect, it } from '@jest/globals'
import { allowsDocument } from '../../src/yoti/document-filter.js'
import type { DocumentFilter } from '../../src/yoti/session-spec.js'

const document = (country: string, type: string) => ({ country, type, isStrictlyLatin: true })
const PASSPORT = document('GBR', 'PASSPORT')
const LICENCE = document('GBR', 'DRIVING_LICENCE')
const FOREIGN = document('FRA', 'PASSPORT')

const orthogonal = (more: object) =>
  ({ type: 'ORTHOGONAL_RESTRICTIONS', ...more }) as DocumentFilter
const pairs = (inclusion: string, ...documents: object[]) =>
  ({ type: 'DOCUMENT_RESTRICTIONS', inclusion, documents }) as DocumentFilter

describe('allowsDocument', () => {
  it.each([
    ['any without a filter', undefined, [true, true, true]],
    ['any without a restriction', orthogonal({}), [true, true, true]],
    [
      'countries and types, each alone',
      orthogonal({
        country_restriction: { inclusion: 'INCLUDE', country_codes: ['GBR'] },
        type_restriction: { inclusion: 'EXCLUDE', document_types: ['DRIVING_LICENCE'] },
      }),
      [true, false, false],
    ],
    [
      'the older words',
      orthogonal({
        country_restriction: { inclusion: 'BLACKLIST', country_codes: ['FRA'] },
        type_restriction: { inclusion: 'WHITELIST', document_types: ['PASSPORT'] },
      }),
      [true, false, false],
    ],
    [
      'pairs',
      pairs(
        'INCLUDE',
        { country_codes: ['GBR'], document_types: ['DRIVING_LICENCE'] },
        { country_codes: ['FRA'] },
      ),
      [false, true, true],
    ],
    ['all but pairs', pairs('EXCLUDE', { document_types: ['PASSPORT'] }), [false, true, false]],
  ])('evaluates %s', (_name, filter, expected) => {
    expect([PASSPORT, LICENCE, FOREIGN].map((each) => allowsDocument(filter, each))).toEqual(
      expected,
    )
  })

  it('accepts a non-Latin document only with allow_non_latin_documents', () => {
    const greek = { ...document('GRC', 'NATIONAL_ID'), isStrictlyLatin: false }
    expect(allowsDocument(undefined, greek)).toBe(false)
    expect(allowsDocument(orthogonal({}), greek)).toBe(false)
    expect(allowsDocument(orthogonal({ allow_non_latin_documents: true }), greek)).toBe(true)
  })
})
