// The main entry of the package loads every language.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { hashToNumber, type Person } from './person.js'

interface LocalAddress {
  format: 1 | 2 | 3 | 4
  parts: Record<string, string>
  /** As on an envelope, without the country. By default the parts in order. */
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
  const digit = String(hashToNumber(id) % 9)
  switch (country) {
    case 'GBR': {
      const code = `XX${digit} 9XX`
      return {
        format: 1,
        parts: {
          building_number: building,
          address_line1: line,
          address_line2: TOWN,
          town_city: TOWN,
          postal_code: code,
        },
        lines: [line, TOWN, code],
      }
    }
    case 'IND':
      return {
        format: 2,
        parts: {
          building,
          street,
          town_city: TOWN,
          subdistrict: 'SPECIMEN EAST',
          district: 'SPECIMEN',
          state: 'PLACEHOLDER PRADESH',
          postal_code: `00000${digit}`,
        },
      }
    case 'USA':
    case 'CAN': {
      const state = country === 'USA' ? 'CA' : 'ON'
      const code = country === 'USA' ? `0000${digit}` : `X0X ${digit}X0`
      return {
        format: 3,
        parts: { address_line1: line, town_city: TOWN, state, postal_code: code },
        lines: [line, `${TOWN} ${state} ${code}`],
      }
    }
    default:
      return { format: 4, parts: { address_line1: `${line}, ${TOWN}` } }
  }
}
