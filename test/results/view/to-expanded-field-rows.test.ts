import { describe, expect, it } from '@jest/globals'
import { toExpandedFieldRows } from '../../../src/results/view/to-expanded-field-rows.js'

describe('toExpandedFieldRows', () => {
  it('shows only non-Latin values, each once', () => {
    const fields = [
      { name: 'full_name', value: 'HANAKO MIHON', locale: 'la', source: 'VIZ' },
      {
        name: 'full_name',
        value: 'ミホン ハナコ',
        locale: 'ja',
        source: 'VIZ',
        is_non_latin: true,
      },
      {
        name: 'full_name',
        value: 'ミホン ハナコ',
        locale: 'ja',
        source: 'BARCODE',
        is_non_latin: true,
      },
      {
        name: 'postal_address',
        value: 'トウキョウ',
        locale: 'ja',
        source: 'VIZ',
        is_non_latin: true,
      },
      { name: 'new_kind', value: 'シンシュ', is_non_latin: true },
    ]
    expect(toExpandedFieldRows({ fields })).toEqual([
      { label: 'Full name, in the original script', lines: ['ミホン ハナコ'], monospace: false },
      { label: 'Postal address, in the original script', lines: ['トウキョウ'], monospace: false },
      { label: 'New kind, in the original script', lines: ['シンシュ'], monospace: false },
    ])
  })

  it.each([undefined, null, 'text', {}, { fields: 1 }, { fields: [null, { name: 1 }] }])(
    'are none in %j',
    (content) => {
      expect(toExpandedFieldRows(content)).toEqual([])
    },
  )
})
