import type { SpecIssue } from './describe-issues.js'
import type { RequestedCheck } from './requested-checks.js'
import { findDocumentIssues } from './session-spec-document-rules.js'
import { findFilterIssues } from './session-spec-filter-rules.js'
import { findProfileIssues } from './session-spec-profile-rules.js'
import { findDuplicateIssues } from './session-spec-duplicate-rules.js'
import type { SessionSpec } from './session-spec-schema.js'

const ONE_DAY_SECONDS = 86_400

/** Checks the rules that span several fields. Each field must be valid already. */
export function findSpecIssues(spec: SessionSpec): SpecIssue[] {
  return [
    ...findLifetimeIssues(spec),
    ...findCheckIssues(spec),
    ...findDuplicateIssues(spec),
    ...findDocumentIssues(spec),
    ...findFilterIssues(spec),
    ...findProfileIssues(spec),
    ...findNotificationIssues(spec),
    ...findAddressIssues(spec),
  ]
}

function findLifetimeIssues(spec: SessionSpec): SpecIssue[] {
  const {
    client_session_token_ttl: ttl,
    session_deadline: deadline,
    resources_ttl: resourcesTtl,
  } = spec
  return [
    ...(ttl !== undefined && deadline !== undefined
      ? [
          {
            path: ['session_deadline'],
            message: 'cannot be combined with client_session_token_ttl: remove one of them',
          },
        ]
      : []),
    ...(ttl !== undefined && resourcesTtl !== undefined && resourcesTtl < ttl + ONE_DAY_SECONDS
      ? [
          {
            path: ['resources_ttl'],
            message: `expected at least ${ttl + ONE_DAY_SECONDS}, which is client_session_token_ttl plus one day`,
          },
        ]
      : []),
  ]
}

function findCheckIssues(spec: SessionSpec): SpecIssue[] {
  // An identity profile adds checks and resources automatically.
  if (spec.identity_profile_requirements ?? spec.advanced_identity_profile_requirements) return []
  const checks = spec.requested_checks ?? []
  const tasks = spec.requested_tasks ?? []
  if (checks.length === 0 && tasks.length === 0) {
    return [
      {
        path: ['requested_checks'],
        message: 'expected at least one check, task or identity profile',
      },
    ]
  }

  const has = (type: RequestedCheck['type']) => checks.some((check) => check.type === type)
  const extracts = tasks.some(({ type }) => type === 'ID_DOCUMENT_TEXT_DATA_EXTRACTION')
  const inBranch = spec.ibv_options !== undefined
  const missing: Partial<Record<RequestedCheck['type'], string | false>> = {
    ID_DOCUMENT_FACE_MATCH:
      !has('LIVENESS') && !has('FACE_COMPARISON') && !inBranch && 'a LIVENESS check',
    FACE_COMPARISON:
      !has('LIVENESS') && !has('ID_DOCUMENT_FACE_MATCH') && 'a LIVENESS or face match check',
    THIRD_PARTY_IDENTITY: !extracts && !inBranch && 'an ID_DOCUMENT_TEXT_DATA_EXTRACTION task',
    PROFILE_DOCUMENT_MATCH: !spec.resources?.applicant_profile && 'resources.applicant_profile',
  }
  const attempts = spec.sdk_config?.attempts_configuration?.ID_DOCUMENT_TEXT_DATA_EXTRACTION
  const unusedSettings =
    attempts === undefined || extracts || inBranch
      ? []
      : [
          {
            path: ['sdk_config', 'attempts_configuration', 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'],
            message:
              'has no effect without this task in requested_tasks: add the task or remove the attempts',
          },
        ]
  const unmetRequirements = checks.flatMap(({ type }, index) => {
    const needed = missing[type]
    return needed ? [{ path: ['requested_checks', index], message: `${type} needs ${needed}` }] : []
  })
  return [...unmetRequirements, ...unusedSettings]
}

function findNotificationIssues({ notifications }: SessionSpec): SpecIssue[] {
  if (notifications?.auth_type === undefined) return []
  const { auth_type: type, auth_token: token } = notifications
  const path = ['notifications', 'auth_token']
  if (token === undefined) return [{ path, message: `expected a token for ${type}, got nothing` }]
  return type === 'BASIC' && !token.includes(':')
    ? [{ path, message: 'expected user:password for BASIC' }]
    : []
}

function findAddressIssues({ resources }: SessionSpec): SpecIssue[] {
  const address = resources?.applicant_profile?.structured_postal_address
  if (address?.address_format !== 1) return []
  if (address.building ?? address.sub_building ?? address.building_number) return []
  return [
    {
      path: ['resources', 'applicant_profile', 'structured_postal_address'],
      message:
        'expected building, sub_building or building_number because address_format is 1 (UK)',
    },
  ]
}
