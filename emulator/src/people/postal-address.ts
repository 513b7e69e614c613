// The main entry of the package loads every language.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { hashToNumber, type Person } from './person.js'

interface LocalAddress {
  format: 1 | 2 | 3 | 4
  parts: Record<string, string>
  /** As on an envelope. By default the parts in order, and the country. */
  lines?: string[]
}

// A fictional town with unassigned postal codes.
const TOWN = 'SAMPLEFORD'

/** `structured_postal_address` in the format that Yoti uses for the country. */
export function buildPostalAddress(person: Person, country: string): Record<string, unknown> {
  const { format, parts, lines } = buildLocalAddress(person, country)
  const name = getCountryName(country)
  return {
    address_format: format,
    ...parts,
    country_iso: country,
    country: name,
    formatted_address: (lines ?? [...Object.values(parts), name.toUpperCase()]).join('\n'),
  }
}

export function getCountryName(alpha3: string): string {
  const alpha2 = alpha3ToAlpha2(alpha3)
  const names = new Intl.DisplayNames('en', { type: 'region' })
  return (alpha2 === undefined ? undefined : names.of(alpha2)) ?? alpha3
}

function buildLocalAddress({ id, address }: Person, country: string): LocalAddress {
  const { building } = address
  const street = address.street.toUpperCase()
  const line = `${building} ${street}`
  const town = { town_city: TOWN }
  const digit = String(hashToNumber(id) % 9)
  switch (country) {
    case 'GBR': {
      const code = `XX${digit} 9XX`
      const addressLines = { address_line1: line, address_line2: TOWN }
      const parts = { building_number: building, ...addressLines, ...town, postal_code: code }
      return { format: 1, parts, lines: [line, TOWN, code] }
    }
    case 'IND': {
      const districts = { subdistrict: 'SPECIMEN EAST', district: 'SPECIMEN' }
      const region = { ...districts, state: 'PLACEHOLDER PRADESH', postal_code: `00000${digit}` }
      return { format: 2, parts: { building, street, ...town, ...region } }
    }
    case 'USA':
    case 'CAN': {
      const state = country === 'USA' ? 'CA' : 'ON'
      const code = country === 'USA' ? `0000${digit}` : `X0X ${digit}X0`
      const parts = { address_line1: line, ...town, state, postal_code: code }
      return { format: 3, parts, lines: [line, `${TOWN} ${state} ${code}`] }
    }
    default:
      return { format: 4, parts: { address_line1: `${line}, ${TOWN}` } }
  }
}
