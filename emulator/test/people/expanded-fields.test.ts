import { describe, expect, it } from '@jest/globals'
import { buildDocumentFields } from '../../src/people/document-fields.js'
import { expandFields } from '../../src/people/expanded-fields.js'
import { PEOPLE } from '../../src/people/person.js'
import { first } from '../response-json.js'

const orla = first([...PEOPLE])

const expand = (country: string, documentType: string) =>
  expandFields(buildDocumentFields(orla, country, documentType, 0), country, documentType).fields
const pick = (name: string, country: string, documentType: string) =>
  expand(country, documentType).filter((field) => field.name === name)

describe('expanded document fields', () => {
  it.each([
    ['JPN', 'DRIVING_LICENCE', 'ja-JP', 'オルラ ゼプフユリネ クイルルサムプレ'],
    ['GRC', 'DRIVING_LICENCE', 'el-GR', 'ΟΡΛΑ ΖΕΠΧΥΡΙΝΕ ΚΟΥΙΛΛΣΑΜΠΛΕ'],
    ['BGR', 'DRIVING_LICENCE', 'bg-BG', 'ОРЛА ЗЕПХИРИНЕ КУИЛЛСАМПЛЕ'],
    ['EGY', 'DRIVING_LICENCE', 'ar-EG', 'ورلا زيبهيريني قويللسامبلي'],
  ])('of %s %s have the name in its own letters, too', (country, type, locale, value) => {
    expect(pick('full_name', country, type)).toEqual([
      { name: 'full_name', value, locale, source: 'VIZ', is_non_latin: true },
      {
        name: 'full_name',
        value: 'ORLA ZEPHYRINE QUILLSAMPLE',
        locale: 'la',
        source: 'VIZ',
        is_transliteration: true,
      },
    ])
  })

  it('of a Greek identity card have the MRZ, too, which is Latin everywhere', () => {
    const names = pick('family_name', 'GRC', 'NATIONAL_ID')
    expect(names.map(({ locale, source }) => [locale, source])).toEqual([
      ['el-GR', 'VIZ'],
      ['la', 'VIZ'],
      ['la', 'MRZ'],
    ])
  })

  it('of a Latin document say nothing of scripts', () => {
    expect(pick('family_name', 'GRC', 'PASSPORT')).toEqual([
      { name: 'family_name', value: 'QUILLSAMPLE', locale: 'la', source: 'VIZ' },
      { name: 'family_name', value: 'QUILLSAMPLE', locale: 'la', source: 'MRZ' },
    ])
  })

  it('of a driving licence of North America have its barcode, and the address as text', () => {
    const numbers = pick('document_number', 'USA', 'DRIVING_LICENCE')
    expect(numbers.map(({ source }) => source)).toEqual(['VIZ', 'BARCODE'])
    expect(pick('postal_address', 'USA', 'DRIVING_LICENCE')).toMatchObject([
      { value: expect.stringContaining('\n'), source: 'VIZ' },
    ])
  })
})
