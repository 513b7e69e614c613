import { describe, expect, it } from '@jest/globals'
import { PEOPLE, pickPerson } from '../../src/people/person.js'

describe('pickPerson', () => {
  it('picks the same person for the same seed', () => {
    expect(pickPerson('a session')).toBe(pickPerson('a session'))
  })

  it('picks every person eventually', () => {
    const picked = Array.from({ length: 100 }, (_, index) => pickPerson(String(index)))
    expect(new Set(picked)).toEqual(new Set(PEOPLE))
  })
})

it('has 6 people with different ids and names, some with letters that an MRZ lacks', () => {
  expect(PEOPLE).toHaveLength(6)
  expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(6)
  expect(new Set(PEOPLE.map(({ familyName }) => familyName)).size).toBe(6)
  expect(PEOPLE.some(({ givenNames }) => /[^A-Za-z ]/.test(givenNames))).toBe(true)
})
