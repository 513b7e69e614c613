import { buildDocumentDates } from './document-dates.js'
import { findDocumentKind } from './document-kind.js'
import { buildDocumentNumber } from './document-number.js'
import { buildTd1, buildTd3, type MrzFields } from './mrz.js'
import type { Person } from './person.js'
import { buildPostalAddress, getCountryName } from './postal-address.js'

export { buildSupplementaryFields } from './supplementary-fields.js'

const MRZ_CODES: Record<string, string> = { NATIONAL_ID: 'I', RESIDENCE_PERMIT: 'IR' }

/** In Yoti's key order. Missing data has no key. */
export function buildDocumentFields(
  person: Person,
  issuingCountry: string,
  documentType: string,
  now: number,
): Record<string, unknown> {
  const { dateOfIssue, expirationDate } = buildDocumentDates(person, documentType, now)
  const documentNumber = buildDocumentNumber(person, issuingCountry, documentType)
  const { hasMrz } = findDocumentKind(documentType)
  const nationality = documentType === 'RESIDENCE_PERMIT' ? person.nationality : issuingCountry
  return {
    full_name: `${person.givenNames} ${person.familyName}`.toUpperCase(),
    date_of_birth: person.dateOfBirth,
    ...(hasMrz && { nationality }),
    given_names: person.givenNames.toUpperCase(),
    family_name: person.familyName.toUpperCase(),
    ...(documentType !== 'NATIONAL_ID' && { place_of_birth: person.placeOfBirth.toUpperCase() }),
    gender: person.gender,
    ...(!hasMrz && { structured_postal_address: buildPostalAddress(person, issuingCountry) }),
    document_type: documentType,
    issuing_country: issuingCountry,
    document_number: documentNumber,
    expiration_date: expirationDate,
    date_of_issue: dateOfIssue,
    ...(documentType !== 'NATIONAL_ID' && {
      issuing_authority: getIssuingAuthority(issuingCountry, documentType),
    }),
    ...(hasMrz && {
      mrz: buildMrz(documentType, {
        ...person,
        documentCode: MRZ_CODES[documentType] ?? 'P',
        issuingCountry,
        documentNumber,
        nationality,
        expirationDate,
      }),
    }),
    document_template: {
      front_page_name: `${getCountryName(issuingCountry)} - Specimen (${dateOfIssue.slice(0, 4)})`,
    },
  }
}

export function countSides(documentType: string): 1 | 2 {
  return findDocumentKind(documentType).sides
}

function buildMrz(documentType: string, fields: MrzFields) {
  return findDocumentKind(documentType).isBooklet ? buildTd3(fields) : buildTd1(fields)
}

function getIssuingAuthority(issuingCountry: string, documentType: string): string {
  if (issuingCountry === 'GBR' && documentType === 'PASSPORT') return 'HMPO'
  if (issuingCountry === 'GBR' && documentType === 'DRIVING_LICENCE') return 'DVLA'
  if (issuingCountry === 'USA' && documentType !== 'PASSPORT') return 'CALIFORNIA'
  return 'SPECIMEN AUTHORITY'
}
