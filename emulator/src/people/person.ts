import { createHash } from 'node:crypto'

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
export const PEOPLE: readonly Person[] = [
  {
    id: 'orla-quillsample',
    givenNames: 'Orla Zephyrine',
    familyName: 'Quillsample',
    dateOfBirth: '1991-07-14',
    gender: 'FEMALE',
    placeOfBirth: 'Sampleford',
    nationality: 'IRL',
    address: { building: '9', street: 'Placeholder Mount' },
  },
  {
    id: 'bramwell-fictivane',
    givenNames: 'Bramwell Otto',
    familyName: 'Fictivane',
    dateOfBirth: '1984-02-29',
    gender: 'MALE',
    placeOfBirth: 'Exampleton',
    nationality: 'CAN',
    address: { building: '27', street: 'Pretend Lane' },
  },
  {
    id: 'sueheyla-ornekcigul',
    givenNames: 'Süheyla Nilşen',
    familyName: 'Örnekçigül',
    dateOfBirth: '1997-02-23',
    gender: 'FEMALE',
    placeOfBirth: 'Örnekköyü',
    nationality: 'TUR',
    address: { building: '4', street: 'Specimen Terrace' },
  },
  {
    id: 'tamsin-adesample',
    givenNames: 'Tamsin Ifeolu',
    familyName: 'Adesample-Mocksworth',
    dateOfBirth: '1978-05-30',
    gender: 'FEMALE',
    placeOfBirth: 'Mockington',
    nationality: 'NGA',
    address: { building: '112', street: 'Imaginary Road' },
  },
  {
    id: 'aedar-prufusson',
    givenNames: 'Æðar Þrölli',
    familyName: 'Prufusson',
    dateOfBirth: '1969-09-08',
    gender: 'MALE',
    placeOfBirth: 'Sýnishöfn',
    nationality: 'ISL',
    address: { building: '3', street: 'Nowhere Close' },
  },
  {
    id: 'kaito-mihonzaki',
    givenNames: "Kaito D'Essai",
    familyName: 'Mihonzaki',
    dateOfBirth: '2001-12-19',
    gender: 'MALE',
    placeOfBirth: 'Testbury',
    nationality: 'JPN',
    address: { building: '58', street: 'Facsimile Street' },
  },
]

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
