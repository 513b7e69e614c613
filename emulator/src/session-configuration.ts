import { listAllowedCountries } from './allowed-documents.js'
import { formatTime } from './format-time.js'
import { getRequirementState, type Requirement } from './requirement.js'
import { findRequestedTask } from './session-spec.js'
import { getTokenTtlSeconds, type Session } from './session.js'

const END_USER = [{ type: 'END_USER' }]

/** The response of `GET /sessions/{id}/configuration`. */
export function buildSessionConfiguration(session: Session, now: number) {
  const { spec, applicantProfile } = session
  const at = formatTime(session.createdAt)
  return {
    session_id: session.id,
    client_session_token_ttl: getTokenTtlSeconds(session, now),
    requested_checks: spec.requested_checks.map(({ type }) => type),
    ...(applicantProfile && {
      applicant_profile: {
        media: { id: applicantProfile.media.id, type: 'JSON', created: at, last_updated: at },
      },
    }),
    capture: {
      biometric_consent: getBiometricConsent(session),
      required_resources: session.requirements.map((requirement) => ({
        type: requirement.type,
        id: requirement.id,
        state: getRequirementState(session, requirement),
        ...describeRequirement(session, requirement),
      })),
    },
    sdk_config: {
      allowed_capture_methods: 'CAMERA',
      primary_colour: '#2d9fff',
      hide_logo: false,
      allow_handoff: false,
      ...spec.sdk_config,
    },
    track_ip_address: false,
  }
}

// Consent is needed only when a face is captured.
function getBiometricConsent({ spec, requirements, biometricConsentAt }: Session): string {
  const requiresFace = requirements.some(({ type }) => type === 'LIVENESS')
  if (spec.block_biometric_consent || !requiresFace) return 'NOT_REQUIRED'
  return biometricConsentAt === undefined ? 'REQUIRED' : 'CAPTURED'
}

function describeRequirement(session: Session, requirement: Requirement) {
  const { spec } = session
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return {
        allowed_sources: END_USER,
        requested_tasks: listRequestedTasks(
          session,
          requirement,
          'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
        ),
        supported_countries: listAllowedCountries(requirement.filters),
        allowed_capture_methods: spec.sdk_config.allowed_capture_methods ?? 'CAMERA',
        attempts_remaining: requirement.attemptsLeft,
      }
    case 'SUPPLEMENTARY_DOCUMENT':
      return {
        allowed_sources: END_USER,
        ...requirement.allowedDocuments,
        objective: requirement.document.objective,
        requested_tasks: listRequestedTasks(
          session,
          requirement,
          'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
        ),
      }
    case 'LIVENESS':
      return { allowed_sources: END_USER, liveness_type: requirement.livenessType }
    case 'FACE_CAPTURE':
      return { allowed_sources: [{ type: 'RELYING_BUSINESS' }] }
  }
}

function listRequestedTasks(session: Session, requirement: Requirement, type: string) {
  if (findRequestedTask(session.spec, type) === undefined) return []
  return [{ type, state: getRequirementState(session, requirement) }]
}
