import { hashToNumber } from './hash-to-number.js'

export interface Appearance {
  readonly skin: string
  readonly hair: string
  readonly hairStyle: 'cropped' | 'long' | 'bun' | 'curly' | 'parted' | 'bob'
  readonly clothes: string
  readonly beard?: boolean
  readonly glasses?: boolean
}

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
  readonly appearance: Appearance
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
    appearance: { skin: '#f2cdb0', hair: '#9c4a25', hairStyle: 'long', clothes: '#3d6b6b' },
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
    appearance: {
      skin: '#e8b48c',
      hair: '#4a3426',
      hairStyle: 'parted',
      clothes: '#46557a',
      beard: true,
    },
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
    appearance: {
      skin: '#d9a27a',
      hair: '#2b2022',
      hairStyle: 'bun',
      clothes: '#7a4560',
      glasses: true,
    },
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
    appearance: { skin: '#8d5a3b', hair: '#1f1817', hairStyle: 'curly', clothes: '#b0743a' },
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
    appearance: {
      skin: '#f0d2bb',
      hair: '#a8a39c',
      hairStyle: 'cropped',
      clothes: '#4f5b52',
      glasses: true,
    },
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
    appearance: { skin: '#eec39d', hair: '#191a20', hairStyle: 'bob', clothes: '#5a4a7c' },
  },
]

export function pickPerson(seed: string): Person {
  const person = PEOPLE[hashToNumber(seed) % PEOPLE.length]
  if (person === undefined) throw new Error('There are no people to pick from.')
  return person
}
