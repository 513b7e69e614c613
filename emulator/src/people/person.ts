import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const FILE = new URL('../../public/specimens/people.json', import.meta.url)

export interface Person {
  readonly id: string
  readonly givenNames: string
  readonly familyName: string
  /** `yyyy-mm-dd` */
  readonly dateOfBirth: string
  readonly gender: 'MALE' | 'FEMALE'
  readonly placeOfBirth: string
  /** Alpha-3. For documents that are issued to foreigners. */
  readonly nationality: string
  readonly address: { readonly building: string; readonly street: string }
}

/** Fictional. The family names are derived from words for "specimen". */
export const PEOPLE = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Person[]

/** @param seed the id of a person, or any text */
export function pickPerson(seed: string): Person {
  const person = PEOPLE.find(({ id }) => id === seed) ?? PEOPLE[hashToNumber(seed) % PEOPLE.length]
  if (person === undefined) throw new Error('There are no people to pick from.')
  return person
}

/** Deterministic, below 2^32. */
export function hashToNumber(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE()
}
