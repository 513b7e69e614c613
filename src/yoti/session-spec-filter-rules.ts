import { allowsDocument } from './allows-document.js'
import { COUNTRIES } from './countries.js'
import type { DocumentFilter } from './document-filter.js'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-types.js'
import type { SessionSpec } from './session-spec.js'
import type { Contradiction } from './session-spec-rules.js'

const KNOWN = new Set<string>([...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES])

type Path = readonly (string | number)[]

/** Document filters that let nothing through, that have nothing to limit, or that a preset country is outside of. */
export function findFilterContradictions(spec: SessionSpec): Contradiction[] {
  return [
    ...judgeRequiredDocuments(spec),
    ...judgeSubChecks(spec),
    ...judgeSchemes(spec),
    ...judgePresetCountry(spec),
  ]
}

function judgeRequiredDocuments({ required_documents: documents = [] }: SessionSpec) {
  return documents.flatMap((document, index) => {
    const path = ['required_documents', index, 'filter']
    if (document.type === 'ID_DOCUMENT') return judgeFilter(document.filter, path)
    const { filter, document_types: types, country_codes: countries } = document
    return judgeFilter(filter, path, types ?? SUPPLEMENTARY_DOCUMENT_TYPES, countries)
  })
}

function judgeSubChecks({ requested_checks: checks = [] }: SessionSpec): Contradiction[] {
  return checks.flatMap((check, index): Contradiction[] => {
    if (check.type !== 'ID_DOCUMENT_AUTHENTICITY') return []
    const subCheck = check.config.issuing_authority_sub_check
    if (subCheck?.filter === undefined) return []
    const path = ['requested_checks', index, 'config', 'issuing_authority_sub_check', 'filter']
    return subCheck.requested
      ? judgeFilter(subCheck.filter, path)
      : [{ path, message: 'has nothing to limit: set requested to true, or leave it out' }]
  })
}

function judgeSchemes({ advanced_identity_profile_requirements: advanced }: SessionSpec) {
  return (advanced?.profiles ?? []).flatMap(({ schemes }, profile) =>
    schemes.flatMap(({ config }, scheme) =>
      judgeFilter(config?.filter, [
        ...['advanced_identity_profile_requirements', 'profiles', profile],
        ...['schemes', scheme, 'config', 'filter'],
      ]),
    ),
  )
}

function judgePresetCountry({
  sdk_config: sdkConfig,
  required_documents: documents = [],
}: SessionSpec) {
  const country = sdkConfig?.preset_issuing_country
  const ids = documents.filter((document) => document.type === 'ID_DOCUMENT')
  if (country === undefined || ids.length === 0) return []
  if (ids.some(({ filter }) => letsThrough(filter, ID_DOCUMENT_TYPES, [country]))) return []
  return [
    {
      path: ['sdk_config', 'preset_issuing_country'],
      message: `expected a country that required_documents let through, got ${country}`,
    },
  ]
}

/** @param types those that the filter chooses from */
function judgeFilter(
  filter: DocumentFilter | undefined,
  path: Path,
  types: readonly string[] = ID_DOCUMENT_TYPES,
  countries?: readonly string[],
): Contradiction[] {
  return letsThrough(filter, types, countries ?? [...COUNTRIES])
    ? []
    : [{ path, message: 'lets nothing through: leave a document for the person to show' }]
}

/** Types that only Yoti knows count as well: those that the filter names, and one that nobody names. */
function listCandidates(filter: DocumentFilter | undefined, types: readonly string[]): string[] {
  const named =
    filter?.type === 'DOCUMENT_RESTRICTIONS'
      ? filter.documents.flatMap(({ document_types: some = [] }) => some)
      : (filter?.type_restriction?.document_types ?? [])
  return [...types, ...named.filter((type) => !KNOWN.has(type)), 'A_NEW_TYPE']
}

function letsThrough(
  filter: DocumentFilter | undefined,
  types: readonly string[],
  countries: readonly string[],
): boolean {
  return listCandidates(filter, types).some((type) =>
    countries.some((country) => allowsDocument(filter, { country, type, isStrictlyLatin: true })),
  )
}
