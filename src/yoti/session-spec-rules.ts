import type { RequestedCheck } from './requested-checks.js'
import { findDocumentContradictions } from './session-spec-document-rules.js'
import { findFilterContradictions } from './session-spec-filter-rules.js'
import { findProfileContradictions } from './session-spec-profile-rules.js'
import { findRepetitions } from './session-spec-repetition-rules.js'
import type { SessionSpec } from './session-spec.js'

const ONE_DAY = 86_400

/** What no single field can be blamed for. */
export interface Contradiction {
  path: readonly (string | number)[]
  message: string
}

/** The rules between the fields of a session specification whose fields are each well. */
export function findContradictions(spec: SessionSpec): Contradiction[] {
  return [
    ...findTimeContradictions(spec),
    ...findCheckContradictions(spec),
    ...findRepetitions(spec),
    ...findDocumentContradictions(spec),
    ...findFilterContradictions(spec),
    ...findProfileContradictions(spec),
    ...findNotificationContradictions(spec),
    ...findAddressContradictions(spec),
  ]
}

function findTimeContradictions(spec: SessionSpec): Contradiction[] {
  const { client_session_token_ttl: ttl, session_deadline: deadline, resources_ttl: kept } = spec
  return [
    ...(ttl !== undefined && deadline !== undefined
      ? [{ path: ['session_deadline'], message: 'excludes client_session_token_ttl: keep one' }]
      : []),
    ...(ttl !== undefined && kept !== undefined && kept < ttl + ONE_DAY
      ? [
          {
            path: ['resources_ttl'],
            message: `expected a day more than client_session_token_ttl, at least ${ttl + ONE_DAY}`,
          },
        ]
      : []),
  ]
}

function findCheckContradictions(spec: SessionSpec): Contradiction[] {
  // An identity profile, and a branch, add checks and resources of their own.
  if (spec.identity_profile_requirements ?? spec.advanced_identity_profile_requirements) return []
  const checks = spec.requested_checks ?? []
  const tasks = spec.requested_tasks ?? []
  if (checks.length === 0 && tasks.length === 0) {
    return [
      { path: ['requested_checks'], message: 'expected a check, a task or an identity profile' },
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
  const idle =
    attempts === undefined || extracts || inBranch
      ? []
      : [
          {
            path: ['sdk_config', 'attempts_configuration', 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'],
            message: 'needs the task of that name in requested_tasks',
          },
        ]
  const unfounded = checks.flatMap(({ type }, index) => {
    const needed = missing[type]
    return needed ? [{ path: ['requested_checks', index], message: `${type} needs ${needed}` }] : []
  })
  return [...unfounded, ...idle]
}

function findNotificationContradictions({ notifications }: SessionSpec): Contradiction[] {
  if (notifications?.auth_type === undefined) return []
  const { auth_type: type, auth_token: token } = notifications
  const path = ['notifications', 'auth_token']
  if (token === undefined) return [{ path, message: `${type} needs a value to send` }]
  return type === 'BASIC' && !token.includes(':')
    ? [{ path, message: 'expected user:password for BASIC' }]
    : []
}

function findAddressContradictions({ resources }: SessionSpec): Contradiction[] {
  const address = resources?.applicant_profile?.structured_postal_address
  if (address?.address_format !== 1) return []
  if (address.building ?? address.sub_building ?? address.building_number) return []
  return [
    {
      path: ['resources', 'applicant_profile', 'structured_postal_address'],
      message: 'expected building, sub_building or building_number in format 1 (UK)',
    },
  ]
}
