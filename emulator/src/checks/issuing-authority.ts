import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import type { ReportFacts } from './report.js'

// Yoti asks PAN DB and CitizenCard, too, but the names of their documents are unpublished.
const AUTHORITIES: Partial<Record<string, string>> = {
  'USA DRIVING_LICENCE': 'AAMVA',
  'USA STATE_ID': 'AAMVA',
  'USA RESIDENCE_PERMIT': 'AAMVA',
  'AUS PASSPORT': 'DVS',
  'AUS DRIVING_LICENCE': 'DVS',
}

/** Without an authority for the document the sub-check is absent. */
export function asksIssuingAuthority(facts: ReportFacts): boolean {
  const { config, issuingCountry = '', documentType = '' } = facts
  const { requested, filter } = (config.issuing_authority_sub_check ?? {}) as {
    requested?: boolean
    filter?: DocumentFilter
  }
  return (
    requested === true &&
    findAuthority(facts) !== undefined &&
    (!filter || isDocumentAllowed(filter, issuingCountry, documentType))
  )
}

export function describeAuthority(facts: ReportFacts, passed: boolean): Record<string, string> {
  const authority = findAuthority(facts)
  return {
    // A passport has no address to compare. A match of the address decides nothing.
    address_match: String(passed && facts.documentType !== 'PASSPORT'),
    primary_fields_match: String(passed),
    ...(authority !== undefined && { issuing_authority: authority, verifying_org: authority }),
  }
}

function findAuthority({ issuingCountry, documentType }: ReportFacts): string | undefined {
  return AUTHORITIES[`${issuingCountry} ${documentType}`]
}
