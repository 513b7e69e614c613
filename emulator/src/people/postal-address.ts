// The main entry of the package loads every language.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import type { Person } from './person.js'
import { hashToNumber } from './hash-to-number.js'

type AddressParts = Record<string, string>

interface LocalAddress {
  format: 1 | 2 | 3 | 4
  parts: AddressParts
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
    case 'GBR':
      return buildBritishAddress(building, line, `XX${digit} 9XX`)
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
      return buildNorthAmericanAddress(line, 'CA', `0000${digit}`)
    case 'CAN':
      return buildNorthAmericanAddress(line, 'ON', `X0X ${digit}X0`)
    default:
      return { format: 4, parts: { address_line1: `${line}, ${TOWN}` } }
  }
}

function buildBritishAddress(building: string, line: string, postalCode: string): LocalAddress {
  return {
    format: 1,
    parts: {
      building_number: building,
      address_line1: line,
      address_line2: TOWN,
      town_city: TOWN,
      postal_code: postalCode,
    },
    lines: [line, TOWN, postalCode],
  }
}

function buildNorthAmericanAddress(line: string, state: string, postalCode: string): LocalAddress {
  return {
    format: 3,
    parts: { address_line1: line, town_city: TOWN, state, postal_code: postalCode },
    lines: [line, `${TOWN} ${state} ${postalCode}`],
  }
}
