import { getRequirementState } from '../capture/requirement-state.js'
import type { Requirement } from '../capture/requirement.js'
import { listAllowedCountries } from '../capture/supported-documents.js'
import { toMediaView } from './media.js'
import { findRequestedTask, ID_DOCUMENT_TASK, SUPPLEMENTARY_DOCUMENT_TASK } from './session-spec.js'
import { getTokenTtlSeconds, type Session } from './session.js'

/** The response of `GET /sessions/{id}/configuration`. */
export function buildSessionConfiguration(session: Session) {
  const { spec, applicantProfiles } = session
  const [profile] = applicantProfiles
  return {
    session_id: session.id,
    client_session_token_ttl: getTokenTtlSeconds(session),
    requested_checks: spec.requested_checks.map(({ type }) => type),
    applicant_profile: profile && { media: toMediaView(profile.media) },
    capture: {
      biometric_consent: getBiometricConsent(session),
      required_resources: session.requirements.map((requirement) => {
        const { type, id } = requirement
        const state = getRequirementState(session, requirement)
        const allowed_sources = [
          { type: type === 'FACE_CAPTURE' ? 'RELYING_BUSINESS' : 'END_USER' },
        ]
        const details = describeRequirement(session, requirement, state)
        return { type, id, state, allowed_sources, ...details }
      }),
    },
    sdk_config: { hide_logo: false, ...spec.sdk_config },
    track_ip_address: false,
  }
}

// Consent is needed only when a face is captured.
function getBiometricConsent({ spec, requirements, biometricConsentAt }: Session): string {
  const requiresFace = requirements.some(({ type }) => type === 'LIVENESS')
  if (spec.block_biometric_consent || !requiresFace) return 'NOT_REQUIRED'
  return biometricConsentAt === undefined ? 'REQUIRED' : 'CAPTURED'
}

function describeRequirement({ spec }: Session, requirement: Requirement, state: string) {
  const listTasks = (type: string) =>
    findRequestedTask(spec, type) === undefined ? [] : [{ type, state }]
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return {
        requested_tasks: listTasks(ID_DOCUMENT_TASK),
        supported_countries: listAllowedCountries(requirement.filters),
        allowed_capture_methods: spec.sdk_config.allowed_capture_methods,
        attempts_remaining: requirement.attemptsLeft,
      }
    case 'SUPPLEMENTARY_DOCUMENT':
      return {
        ...requirement.allowedDocuments,
        objective: requirement.document.objective,
        requested_tasks: listTasks(SUPPLEMENTARY_DOCUMENT_TASK),
      }
    case 'LIVENESS':
      return { liveness_type: requirement.livenessType }
    case 'FACE_CAPTURE':
      return {}
  }
}
