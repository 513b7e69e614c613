import type { Person } from './person.js'
import { hashToNumber } from './hash-to-number.js'

const YEARS_SINCE_ISSUE = 2
const YEARS_VALID = 10

/** The document is valid for the whole year of `now`, and the dates do not change within that year. */
export function buildDocumentDates(
  person: Person,
  documentType: string,
  now: number,
): { dateOfIssue: string; expirationDate: string } {
  const year = new Date(now).getUTCFullYear() - YEARS_SINCE_ISSUE
  const number = hashToNumber(`${person.id} ${documentType}`)
  const month = number % 12
  const day = 1 + (Math.floor(number / 12) % 28)
  // Licences expire the day before the anniversary, other documents on it.
  const lastDay = documentType === 'DRIVING_LICENCE' ? day - 1 : day
  return {
    dateOfIssue: formatDate(Date.UTC(year, month, day)),
    expirationDate: formatDate(Date.UTC(year + YEARS_VALID, month, lastDay)),
  }
}

export function formatDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
