import { requestsIdentityProfile } from '../yoti/required-documents.js'
import type { SessionSpec } from '../yoti/session-spec.js'

/** The checks and tasks of a session: only these can have a response configuration. */
export interface RequestedTypes {
  checks: readonly string[]
  tasks: readonly string[]
  livenessTypes: readonly string[]
}

/** An identity profile requests these automatically. */
const IDENTITY_PROFILE_TYPES = {
  checks: [
    'ID_DOCUMENT_AUTHENTICITY',
    'LIVENESS',
    'ID_DOCUMENT_FACE_MATCH',
    'THIRD_PARTY_IDENTITY_FRAUD_1',
  ],
  tasks: ['ID_DOCUMENT_TEXT_DATA_EXTRACTION'],
}
const HIGH_ASSURANCE_OBJECTIVES = ['STANDARD', 'ENHANCED']

export function listRequestedTypes(spec: SessionSpec): RequestedTypes {
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  const hasIdentityProfile = requestsIdentityProfile(spec)
  const livenessTypes = checks.flatMap((check) =>
    check.type === 'LIVENESS' ? (check.config?.liveness_type ?? []) : [],
  )
  // An expert reads what software could not, which `NEVER` prevents.
  const textDataChecks = tasks
    .filter(({ config }) => config?.manual_check !== 'NEVER')
    .map(({ type }) => toTextDataCheck(type))
  return {
    checks: [
      ...new Set([
        ...checks.map(({ type }) => type),
        ...textDataChecks,
        ...(hasIdentityProfile
          ? [...IDENTITY_PROFILE_TYPES.checks, ...IDENTITY_PROFILE_TYPES.tasks.map(toTextDataCheck)]
          : []),
        ...(requiresHighAssurance(spec) ? ['SYNECTICS_IDENTITY_FRAUD'] : []),
      ]),
    ],
    tasks: [
      ...new Set([
        ...tasks.map(({ type }) => type),
        ...(hasIdentityProfile ? IDENTITY_PROFILE_TYPES.tasks : []),
      ]),
    ],
    livenessTypes: livenessTypes.length === 0 && hasIdentityProfile ? ['STATIC'] : livenessTypes,
  }
}

function toTextDataCheck(task: string): string {
  return task.replace(/_EXTRACTION$/, '_CHECK')
}

/** High assurance adds a check of the activity history. */
function requiresHighAssurance(spec: SessionSpec): boolean {
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements?.profiles ?? []
  const schemes = [
    ...(simple === undefined ? [] : [simple.scheme]),
    ...advanced.flatMap((profile) => profile.schemes),
  ]
  return schemes.some(({ objective = '' }) => HIGH_ASSURANCE_OBJECTIVES.includes(objective))
}
