import { expect, it } from '@jest/globals'
import { PEOPLE } from '../../src/people/person.js'
import { loadPortraits } from '../../src/people/load-portraits.js'

it('has a small PNG of every person', async () => {
  const portraits = await loadPortraits()
  expect([...portraits.keys()]).toEqual(PEOPLE.map(({ id }) => id))
  for (const portrait of portraits.values()) {
    expect(portrait.subarray(1, 4).toString()).toBe('PNG')
    expect(portrait.length).toBeLessThan(20_000)
  }
})
