import type { ApplicantProfile } from '../sessions/session-payload.js'
import type { Identity } from './identity.js'

const NAME_KEYS = ['given_names', 'first_name', 'middle_name', 'family_name', 'full_name'] as const
const ADDRESS_LINES = [1, 2, 3, 4, 5, 6].map((line) => `address_line${line}`)
// What tells one address of a country from another.
const LOCAL_KEYS = [
  ...['care_of', 'sub_building', 'building_number', 'building', 'street', 'landmark'],
  ...ADDRESS_LINES,
  ...['locality', 'town_city', 'subdistrict', 'district', 'state', 'postal_code', 'post_office'],
]
const ADDRESS_KEYS = [
  'address_format',
  ...LOCAL_KEYS,
  ...['country_iso', 'country', 'formatted_address', 'udprn'],
]

type Verdict = { result: 'MATCH' | 'NO_MATCH' | 'PARTIAL' } | null
type Fields = Record<string, unknown>

/** Compares what the relying party claims with what was verified. Never affects the outcome. */
export function buildMatchReport(
  profile: ApplicantProfile,
  identity: Identity,
  documentAddress: Fields | undefined,
) {
  const address = (profile.structured_postal_address ?? {}) as Fields
  const provided = {
    current_name: pick(profile, NAME_KEYS),
    date_of_birth: profile.date_of_birth ?? '',
    current_address: { address: pick(address, ADDRESS_KEYS), move_in: '' },
  }
  return {
    provided_profile: provided,
    name: matchName(profile, identity.current_name.full_name),
    dob: matchDate(provided.date_of_birth, identity.date_of_birth),
    address: matchAddress(address, documentAddress),
  }
}

/** Unused parts are empty strings. */
function pick(from: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, from[key] ?? '']))
}

// How Yoti compares is unpublished: here it is word by word, and part by part.
function matchName(profile: ApplicantProfile, verified: string): Verdict {
  const { given_names, first_name, middle_name, family_name, full_name } = profile
  const split = [given_names ?? first_name, middle_name, family_name]
  const hasSplit = split.some((part) => part !== undefined)
  const claimed = toWords(hasSplit ? split.join(' ') : full_name)
  const actual = toWords(verified)
  const found = claimed.filter((word) => actual.includes(word)).length
  return toVerdict(found, Math.max(claimed.length, actual.length), claimed.length)
}

function matchDate(claimed: string, verified: string): Verdict {
  const isPart = claimed !== '' && verified.startsWith(`${claimed}-`)
  return toVerdict(claimed === verified ? 2 : Number(isPart), 2, claimed.length)
}

function matchAddress(claimed: Fields, verified: Fields | undefined): Verdict {
  if (verified === undefined) return null
  const keys = LOCAL_KEYS.filter((key) => claimed[key] !== undefined)
  const found = keys.filter((key) => normalize(claimed[key]) === normalize(verified[key])).length
  return toVerdict(found, keys.length, keys.length)
}

/** Null when nothing was claimed. */
function toVerdict(found: number, needed: number, claimed: number): Verdict {
  if (claimed === 0) return null
  if (found === 0) return { result: 'NO_MATCH' }
  return { result: found === needed ? 'MATCH' : 'PARTIAL' }
}

function toWords(name = ''): string[] {
  return normalize(name)
    .split(/[\s-]+/)
    .filter(Boolean)
}

/** Without case and diacritics. */
function normalize(value: unknown): string {
  const text = typeof value === 'string' ? value : ''
  return text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()
}
