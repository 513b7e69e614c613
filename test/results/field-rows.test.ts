import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { toExpandedFieldRows, toFieldRows } from '../../src/results/field-rows.js'

const texts = createTexts()

const say = (textData: unknown) => {
  const { person, details } = toFieldRows(textData, texts)
  return [...person, ...details].map(({ label, lines }) => [label, ...lines])
}

describe('toFieldRows', () => {
  it.each([
    [{ date_of_birth: '1991-07-14' }, ['Date of birth', '14 July 1991']],
    [{ date_of_birth: '1991-07' }, ['Date of birth', 'July 1991']],
    [{ date_of_birth: '1991' }, ['Date of birth', '1991']],
    [{ date_of_birth: '1991-99-99' }, ['Date of birth', '1991-99-99 (not a valid date)']],
    [{ date_of_birth: '1980-02-30' }, ['Date of birth', '1980-02-30 (not a valid date)']],
    [{ expiration_date: '2031-13' }, ['Expiry date', '2031-13 (not a valid date)']],
    [{ expiration_date: 'LIFETIME' }, ['Expiry date', 'Valid for life']],
    [{ expiration_date: 'NOT_PRESENT' }, ['Expiry date', 'Not on the document']],
    [{ nationality: 'NLD' }, ['Nationality', 'Netherlands']],
    [{ nationality: 'UTO' }, ['Nationality', 'UTO']],
    [{ gender: 'FEMALE' }, ['Gender', 'Female']],
    [{ family_name: 'NONE' }, ['Family name', 'NONE']],
    [{ document_type: 'MOON_PASS' }, ['Document', 'Moon pass']],
    [{ shoe_size: 42, wears_hat: true }, ['Shoe size', '42']],
    [{ halo: { colour: 'gold', rings: [1, 2] } }, ['Halo', 'Colour: gold', 'Rings: 1', 'Rings: 2']],
  ])('formats %j as %j', (textData, row) => {
    expect(say(textData)[0]).toEqual(row)
  })

  it.each([undefined, null, 'text', [], {}, { expiration_date: null, full_name: ' ' }])(
    'has no row for %j',
    (textData) => {
      expect(say(textData)).toEqual([])
    },
  )

  it.each([
    [
      { formatted_address: '9 QUARRY MOUNT\nLEEDS', country_iso: 'GBR' },
      ['9 QUARRY MOUNT', 'LEEDS', 'United Kingdom'],
    ],
    [
      { formatted_address: '9 Quarry Mount, UNITED KINGDOM', country: 'United Kingdom' },
      ['9 Quarry Mount, UNITED KINGDOM'],
    ],
    [
      { building_number: '9', street: 'Quarry Mount', town_city: 'Leeds', postal_code: 'LS6 2JP' },
      ['9 Quarry Mount', 'Leeds', 'LS6 2JP'],
    ],
  ])('splits the address %j into lines', (address, lines) => {
    expect(say({ structured_postal_address: address })).toEqual([['Address', ...lines]])
  })
})

describe('toExpandedFieldRows', () => {
  it('shows only non-Latin values, each once', () => {
    const fields = [
      { name: 'full_name', value: 'HANAKO MIHON', is_non_latin: false },
      ...['ミホン ハナコ', 'ミホン ハナコ'].map((value) => ({ name: 'full_name', value })),
      { name: 'postal_address', value: 'トウキョウ' },
      { name: 'new_kind', value: 'シンシュ' },
    ].map((field) => ({ is_non_latin: true, ...field }))
    expect(toExpandedFieldRows({ fields }, texts)).toEqual([
      { label: 'Full name, in the original script', lines: ['ミホン ハナコ'] },
      { label: 'Postal address, in the original script', lines: ['トウキョウ'] },
      { label: 'New kind, in the original script', lines: ['シンシュ'] },
    ])
  })

  it.each([undefined, null, 'text', {}, { fields: 1 }, { fields: [null, { name: 1 }] }])(
    'are none in %j',
    (content) => {
      expect(toExpandedFieldRows(content, texts)).toEqual([])
    },
  )
})
