import { describeReceivedValue } from './closed-enum.js'
import type { SpecIssue } from '../yoti/describe-issues.js'
import { requestsIdentityProfile } from '../yoti/session-spec-rules.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import type { Scenario } from './scenario.js'
import { validateDocuments } from './validate-documents.js'

/** Parts of a scenario that its preset does not request: they would have no effect, or never complete. */
export function validateAgainstPreset(scenario: Scenario, spec: SessionSpec): SpecIssue[] {
  return [
    ...validateResponseConfig(scenario, spec),
    ...validateDocuments(scenario, spec),
    ...validateReferenceFace(scenario, spec),
  ]
}

function validateReferenceFace({ preset, capture }: Scenario, spec: SessionSpec): SpecIssue[] {
  const isRequested = (spec.requested_checks ?? []).some(({ type }) => type === 'FACE_COMPARISON')
  if (capture.referenceFace === isRequested) return []
  const message = isRequested
    ? `expected true because the preset "${preset}" requests FACE_COMPARISON, got false`
    : `expected false because the preset "${preset}" does not request FACE_COMPARISON, got true`
  return [{ path: ['capture', 'referenceFace'], message }]
}

/** Results for checks and tasks that the session does not run. */
function validateResponseConfig(
  { preset, responseConfig = {} }: Scenario,
  spec: SessionSpec,
): SpecIssue[] {
  const { task_results: tasks = {}, check_reports: reports = {} } = responseConfig
  const { async_report_delay: _delay, ...checks } = reports
  const requestedChecks = listChecks(spec)
  const livenessTypes = listLivenessTypes(spec)
  const findUnrequested = (part: string, configured: object, known: readonly string[]) =>
    Object.entries(configured)
      .filter(([type, entries]) => !isEmptyList(entries) && !known.includes(type))
      .map(([type]) => ({
        path: ['responseConfig', part, type],
        message: `expected a type that the preset "${preset}" requests (${known.join(', ') || 'none'}), got ${type}. Remove it, or choose another preset`,
      }))
  return [
    ...findUnrequested('task_results', tasks, listTasks(spec)),
    ...findUnrequested('check_reports', checks, requestedChecks),
    ...(checks.LIVENESS ?? []).flatMap(({ liveness_type: type }, index): SpecIssue[] =>
      !requestedChecks.includes('LIVENESS') || livenessTypes.includes(type)
        ? []
        : [
            {
              path: ['responseConfig', 'check_reports', 'LIVENESS', index, 'liveness_type'],
              message: `expected ${livenessTypes.join(' or ')}, as the preset "${preset}" requests, got ${describeReceivedValue(type)}`,
            },
          ],
    ),
  ]
}

function isEmptyList(entries: unknown): boolean {
  return Array.isArray(entries) && entries.length === 0
}

/** An identity profile requests these automatically. */
const PROFILE_CHECKS = [
  'ID_DOCUMENT_AUTHENTICITY',
  'LIVENESS',
  'ID_DOCUMENT_FACE_MATCH',
  'THIRD_PARTY_IDENTITY_FRAUD_1',
  'ID_DOCUMENT_TEXT_DATA_CHECK',
]
const PROFILE_TASKS = ['ID_DOCUMENT_TEXT_DATA_EXTRACTION']
const HIGH_ASSURANCE_OBJECTIVES = ['STANDARD', 'ENHANCED']

function listChecks(spec: SessionSpec): string[] {
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  const profiles = spec.advanced_identity_profile_requirements?.profiles ?? []
  const schemes = [
    spec.identity_profile_requirements?.scheme,
    ...profiles.flatMap((profile) => profile.schemes),
  ]
  // High assurance adds a check of the activity history.
  const needsHighAssurance = schemes.some((scheme) =>
    HIGH_ASSURANCE_OBJECTIVES.includes(scheme?.objective ?? ''),
  )
  return unique([
    ...checks.map(({ type }) => type),
    // An expert reads what software could not, which `NEVER` prevents.
    ...tasks
      .filter(({ config }) => config?.manual_check !== 'NEVER')
      .map(({ type }) => type.replace(/_EXTRACTION$/, '_CHECK')),
    ...(requestsIdentityProfile(spec) ? PROFILE_CHECKS : []),
    ...(needsHighAssurance ? ['SYNECTICS_IDENTITY_FRAUD'] : []),
  ])
}

function listTasks(spec: SessionSpec): string[] {
  const tasks = (spec.requested_tasks ?? []).map(({ type }) => type)
  return unique([...tasks, ...(requestsIdentityProfile(spec) ? PROFILE_TASKS : [])])
}

function listLivenessTypes(spec: SessionSpec): string[] {
  const types = (spec.requested_checks ?? []).flatMap((check) =>
    check.type === 'LIVENESS' ? (check.config?.liveness_type ?? []) : [],
  )
  return types.length === 0 && requestsIdentityProfile(spec) ? ['STATIC'] : types
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
