import { allowsDocument } from './allows-document.js'
import { COUNTRY_CODES } from './country-codes.js'
import type { DocumentFilter } from './document-filter.js'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-types.js'
import type { SessionSpec } from './session-spec-schema.js'
import type { SpecIssue } from './describe-issues.js'

const KNOWN_DOCUMENT_TYPES = new Set<string>([
  ...ID_DOCUMENT_TYPES,
  ...SUPPLEMENTARY_DOCUMENT_TYPES,
])

type Path = readonly (string | number)[]

/** Finds document filters that accept nothing, have no effect, or reject the preset country. */
export function findFilterIssues(spec: SessionSpec): SpecIssue[] {
  return [
    ...validateRequiredDocuments(spec),
    ...validateSubChecks(spec),
    ...validateSchemes(spec),
    ...validatePresetCountry(spec),
  ]
}

function validateRequiredDocuments({ required_documents: documents = [] }: SessionSpec) {
  return documents.flatMap((document, index) => {
    const path = ['required_documents', index, 'filter']
    if (document.type === 'ID_DOCUMENT') return validateFilter(document.filter, path)
    const { filter, document_types: types, country_codes: countries } = document
    return validateFilter(filter, path, types ?? SUPPLEMENTARY_DOCUMENT_TYPES, countries)
  })
}

function validateSubChecks({ requested_checks: checks = [] }: SessionSpec): SpecIssue[] {
  return checks.flatMap((check, index): SpecIssue[] => {
    if (check.type !== 'ID_DOCUMENT_AUTHENTICITY') return []
    const subCheck = check.config.issuing_authority_sub_check
    if (subCheck?.filter === undefined) return []
    const path = ['requested_checks', index, 'config', 'issuing_authority_sub_check', 'filter']
    return subCheck.requested
      ? validateFilter(subCheck.filter, path)
      : [
          {
            path,
            message:
              'has no effect while requested is false: set requested to true or remove the filter',
          },
        ]
  })
}

function validateSchemes({ advanced_identity_profile_requirements: advanced }: SessionSpec) {
  return (advanced?.profiles ?? []).flatMap(({ schemes }, profile) =>
    schemes.flatMap(({ config }, scheme) =>
      validateFilter(config?.filter, [
        ...['advanced_identity_profile_requirements', 'profiles', profile],
        ...['schemes', scheme, 'config', 'filter'],
      ]),
    ),
  )
}

function validatePresetCountry({
  sdk_config: sdkConfig,
  required_documents: documents = [],
}: SessionSpec) {
  const country = sdkConfig?.preset_issuing_country
  const ids = documents.filter((document) => document.type === 'ID_DOCUMENT')
  if (country === undefined || ids.length === 0) return []
  if (ids.some(({ filter }) => allowsAnyDocument(filter, ID_DOCUMENT_TYPES, [country]))) return []
  return [
    {
      path: ['sdk_config', 'preset_issuing_country'],
      message: `expected a country that required_documents accept, got ${country}`,
    },
  ]
}

/** @param types the document types that the filter restricts */
function validateFilter(
  filter: DocumentFilter | undefined,
  path: Path,
  types: readonly string[] = ID_DOCUMENT_TYPES,
  countries?: readonly string[],
): SpecIssue[] {
  return allowsAnyDocument(filter, types, countries ?? [...COUNTRY_CODES])
    ? []
    : [
        {
          path,
          message: 'accepts no document: remove a restriction so that it accepts at least one',
        },
      ]
}

/** Includes unknown types, because Yoti adds some: those in the filter, and one that no filter contains. */
function listCandidateTypes(
  filter: DocumentFilter | undefined,
  types: readonly string[],
): string[] {
  const named =
    filter?.type === 'DOCUMENT_RESTRICTIONS'
      ? filter.documents.flatMap(({ document_types: listed = [] }) => listed)
      : (filter?.type_restriction?.document_types ?? [])
  return [...types, ...named.filter((type) => !KNOWN_DOCUMENT_TYPES.has(type)), 'A_NEW_TYPE']
}

function allowsAnyDocument(
  filter: DocumentFilter | undefined,
  types: readonly string[],
  countries: readonly string[],
): boolean {
  return listCandidateTypes(filter, types).some((type) =>
    countries.some((country) => allowsDocument(filter, { country, type, isStrictlyLatin: true })),
  )
}
