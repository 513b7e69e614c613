import { allowsDocument } from '../yoti/document-filter.js'
import type { SpecIssue } from '../yoti/describe-issues.js'
import { listRequiredDocuments, requestsIdentityProfile } from '../yoti/session-spec-rules.js'
import type { DocumentFilter, RequiredDocument, SessionSpec } from '../yoti/session-spec.js'
import { SUPPLEMENTARY_DOCUMENT_TYPES, type Scenario } from './scenario.js'

/** Documents that the client would not offer for the requirement at the same position. */
export function validateDocuments(
  { preset, capture: { documents = [] } }: Scenario,
  spec: SessionSpec,
): SpecIssue[] {
  const requirements = listRequirements(spec)
  const allowsUpload = spec.sdk_config?.allowed_capture_methods === 'CAMERA_AND_UPLOAD'
  return documents.flatMap((document, index): SpecIssue[] => {
    const path = ['capture', 'documents', index]
    const requirement = requirements[index]
    if (requirement === undefined) {
      const message = `expected at most ${requirements.length} because the preset "${preset}" requires no more`
      return [{ path, message }]
    }
    const { country, type, form, captureMethod } = document
    const issues: SpecIssue[] = []
    if (!isAccepted(document, requirement)) {
      issues.push({
        path,
        message: `expected a document that the preset "${preset}" accepts (${JSON.stringify(requirement)}), got ${type} of ${country}`,
      })
    }
    if (form !== undefined && requirement.type === 'ID_DOCUMENT') {
      issues.push({
        path: [...path, 'form'],
        message: `expected none for an identity document, got ${form}. Remove it`,
      })
    }
    if (captureMethod === 'UPLOAD' && !allowsUpload) {
      issues.push({
        path: [...path, 'captureMethod'],
        message: `expected CAMERA because the preset "${preset}" allows nothing else, got UPLOAD`,
      })
    }
    return issues
  })
}

/** The filters are alternatives; none accepts everything. */
type Requirement = RequiredDocument & { filters: readonly DocumentFilter[] }

/** In the order in which the client requests them. */
function listRequirements(spec: SessionSpec): Requirement[] {
  const documents = listRequiredDocuments(spec)
  const hasId = documents.some(({ type }) => type === 'ID_DOCUMENT')
  // An identity profile always needs an identity document.
  const implied: RequiredDocument[] =
    requestsIdentityProfile(spec) && !hasId ? [{ type: 'ID_DOCUMENT' }] : []
  return [...implied, ...documents].map(({ filter, ...document }) => {
    if (filter !== undefined) return { ...document, filters: [filter] }
    return { ...document, filters: document.type === 'ID_DOCUMENT' ? listSchemeFilters(spec) : [] }
  })
}

/** A document that one scheme accepts is enough. */
function listSchemeFilters(spec: SessionSpec): DocumentFilter[] {
  const profiles = spec.advanced_identity_profile_requirements?.profiles ?? []
  const filters = profiles.flatMap(({ schemes }) => schemes.map(({ config }) => config?.filter))
  const isSimple = spec.identity_profile_requirements !== undefined
  return !isSimple && filters.every((filter) => filter !== undefined) ? filters : []
}

type ScenarioDocument = NonNullable<Scenario['capture']['documents']>[number]

/** Treats every document as Latin, because only Yoti knows which are. */
function isAccepted({ country, type }: ScenarioDocument, requirement: Requirement): boolean {
  if (requirement.type === 'ID_DOCUMENT') {
    if (SUPPLEMENTARY_DOCUMENT_TYPES.includes(type)) return false
  } else {
    const { document_types: types = SUPPLEMENTARY_DOCUMENT_TYPES, country_codes } = requirement
    const countries = country_codes ?? [country]
    if (!types.includes(type) || !countries.includes(country)) return false
  }
  const { filters } = requirement
  return (
    filters.length === 0 ||
    filters.some((filter) => allowsDocument(filter, { country, type, isStrictlyLatin: true }))
  )
}
