import { expect, it } from '@jest/globals'
import { PEOPLE } from '../../src/people/person.js'
import { buildSupplementaryFields } from '../../src/people/supplementary-fields.js'

const [person] = PEOPLE as [(typeof PEOPLE)[number]]

it('reads name, address, date and issuer of a recent bill', () => {
  const fields = buildSupplementaryFields(person, 'GBR', 'UTILITY_BILL', Date.UTC(2026, 5, 21))
  expect(fields).toEqual({
    full_name: 'ORLA ZEPHYRINE QUILLSAMPLE',
    structured_postal_address: expect.objectContaining({ address_format: 1 }),
    date_of_issue: '2026-06-01',
    organisation: 'Sampleford Water',
  })
})
