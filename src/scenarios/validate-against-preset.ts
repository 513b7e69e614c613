import type { FieldError } from '../errors.js'
import { formatPath, type SpecIssue } from '../yoti/describe-issues.js'
import { allowsDocument } from '../yoti/document-filter.js'
import {
  listRequestedSchemes,
  listRequiredDocuments,
  requestsIdentityProfile,
  type DocumentFilter,
  type RequiredDocument,
  type SessionSpec,
} from '../yoti/session-spec.js'
import { describeReceivedValue } from './words.js'
import { SUPPLEMENTARY_DOCUMENT_TYPES, type Scenario, type ScenarioDocument } from './scenario.js'

/** Parts of a scenario that its preset does not request: they would have no effect, or never complete. */
export function validateAgainstPreset(scenario: Scenario, spec: SessionSpec): FieldError[] {
  const { preset, capture } = scenario
  const issues = [...findResultIssues(scenario, spec), ...findDocumentIssues(scenario, spec)]
  const isRequested = (spec.requested_checks ?? []).some(({ type }) => type === 'FACE_COMPARISON')
  if (capture.referenceFace !== isRequested) {
    const verb = isRequested ? 'requests' : 'does not request'
    const message = `expected ${isRequested} because the preset "${preset}" ${verb} FACE_COMPARISON, got ${!isRequested}`
    issues.push({ path: ['capture', 'referenceFace'], message })
  }
  return issues.map(({ path, message }) => ({ path: formatPath(path), message }))
}

/** Results for checks and tasks that the session does not run. */
function* findResultIssues(
  { preset, responseConfig = {} }: Scenario,
  spec: SessionSpec,
): Generator<SpecIssue> {
  const { task_results: tasks = {}, check_reports: reports = {} } = responseConfig
  const { async_report_delay: _delay, ...checks } = reports
  const requestedChecks = listChecks(spec)
  const requestedTasks = new Set([
    ...(spec.requested_tasks ?? []).map(({ type }) => type),
    ...(requestsIdentityProfile(spec) ? ['ID_DOCUMENT_TEXT_DATA_EXTRACTION'] : []),
  ])
  for (const [part, configured, known] of [
    ['task_results', tasks, requestedTasks],
    ['check_reports', checks, requestedChecks],
  ] as const) {
    for (const [type, entries] of Object.entries(configured)) {
      const isEmptyList = Array.isArray(entries) && entries.length === 0
      if (isEmptyList || known.has(type)) continue
      const expected = [...known].join(', ') || 'none'
      yield {
        path: ['responseConfig', part, type],
        message: `expected a type that the preset "${preset}" requests (${expected}), got ${type}. Remove it, or choose another preset`,
      }
    }
  }
  if (!requestedChecks.has('LIVENESS')) return
  const livenessTypes = listLivenessTypes(spec)
  for (const [index, { liveness_type: type }] of (checks.LIVENESS ?? []).entries()) {
    if (livenessTypes.includes(type)) continue
    yield {
      path: ['responseConfig', 'check_reports', 'LIVENESS', index, 'liveness_type'],
      message: `expected ${livenessTypes.join(' or ')}, as the preset "${preset}" requests, got ${describeReceivedValue(type)}`,
    }
  }
}

/** Documents that the client would not offer for the requirement at the same position. */
function* findDocumentIssues(
  { preset, capture: { documents = [] } }: Scenario,
  spec: SessionSpec,
): Generator<SpecIssue> {
  const requirements = listRequirements(spec)
  const allowsUpload = spec.sdk_config?.allowed_capture_methods === 'CAMERA_AND_UPLOAD'
  for (const [index, document] of documents.entries()) {
    const path = ['capture', 'documents', index]
    const requirement = requirements[index]
    if (requirement === undefined) {
      const message = `expected at most ${requirements.length} because the preset "${preset}" requires no more`
      yield { path, message }
      continue
    }
    const { country, type, form, captureMethod } = document
    if (!isAccepted(document, requirement)) {
      const message = `expected a document that the preset "${preset}" accepts (${JSON.stringify(requirement)}), got ${type} of ${country}`
      yield { path, message }
    }
    if (form !== undefined && requirement.type === 'ID_DOCUMENT') {
      const message = `expected none for an identity document, got ${form}. Remove it`
      yield { path: [...path, 'form'], message }
    }
    if (captureMethod === 'UPLOAD' && !allowsUpload) {
      const message = `expected CAMERA because the preset "${preset}" allows nothing else, got UPLOAD`
      yield { path: [...path, 'captureMethod'], message }
    }
  }
}

/** An identity profile requests these automatically. */
const PROFILE_CHECKS = [
  'ID_DOCUMENT_AUTHENTICITY',
  'LIVENESS',
  'ID_DOCUMENT_FACE_MATCH',
  'THIRD_PARTY_IDENTITY_FRAUD_1',
  'ID_DOCUMENT_TEXT_DATA_CHECK',
]

function listChecks(spec: SessionSpec): Set<string> {
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  // High assurance adds a check of the activity history.
  const needsHighAssurance = listRequestedSchemes(spec).some(({ scheme: { objective = '' } }) =>
    ['STANDARD', 'ENHANCED'].includes(objective),
  )
  return new Set([
    ...checks.map(({ type }) => type),
    // An expert reads what software could not, which `NEVER` prevents.
    ...tasks
      .filter(({ config }) => config?.manual_check !== 'NEVER')
      .map(({ type }) => type.replace(/_EXTRACTION$/, '_CHECK')),
    ...(requestsIdentityProfile(spec) ? PROFILE_CHECKS : []),
    ...(needsHighAssurance ? ['SYNECTICS_IDENTITY_FRAUD'] : []),
  ])
}

function listLivenessTypes(spec: SessionSpec): string[] {
  const types = (spec.requested_checks ?? []).flatMap((check) =>
    check.type === 'LIVENESS' ? (check.config?.liveness_type ?? []) : [],
  )
  return types.length === 0 && requestsIdentityProfile(spec) ? ['STATIC'] : types
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
  const filters = listRequestedSchemes(spec).map(({ scheme }) => scheme.config?.filter)
  return filters.every((filter) => filter !== undefined) ? filters : []
}

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
