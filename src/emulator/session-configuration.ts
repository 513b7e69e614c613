import { isDocumentAllowed, type DocumentFilter } from './document-filter.js'
import { formatTime } from './format-time.js'
import {
  countLivenessAttempts,
  stateOfRequirement,
  type Requirement,
  type RequirementOf,
} from './requirement.js'
import { findRequestedTask } from './session-spec.js'
import { tokenTtlOf, type Session } from './session.js'
import { listSupportedCountries, type SupportedCountry } from './supported-documents.js'

const END_USER = [{ type: 'END_USER' }]

/** The answer of `GET /sessions/{id}/configuration`. */
export function buildSessionConfiguration(session: Session, now: number) {
  const { spec, applicantProfile } = session
  const at = formatTime(session.createdAt)
  return {
    session_id: session.id,
    client_session_token_ttl: tokenTtlOf(session, now),
    requested_checks: spec.requested_checks.map(({ type }) => type),
    ...(applicantProfile && {
      applicant_profile: {
        media: { id: applicantProfile.media.id, type: 'JSON', created: at, last_updated: at },
      },
    }),
    capture: {
      biometric_consent: describeConsent(session),
      required_resources: session.requirements.map((requirement) => ({
        type: requirement.type,
        id: requirement.id,
        state: stateOfRequirement(session, requirement),
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

function describeConsent({ spec, biometricConsentAt }: Session): string {
  if (spec.block_biometric_consent) return 'NOT_REQUIRED'
  return biometricConsentAt === undefined ? 'REQUIRED' : 'CAPTURED'
}

function describeRequirement(session: Session, requirement: Requirement) {
  const { spec } = session
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return {
        allowed_sources: END_USER,
        requested_tasks: listTasks(session, requirement, 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'),
        supported_countries: listOfferedCountries(requirement.document.filter),
        allowed_capture_methods: spec.sdk_config.allowed_capture_methods ?? 'CAMERA',
        attempts_remaining: requirement.attempts,
      }
    case 'SUPPLEMENTARY_DOCUMENT':
      return {
        allowed_sources: END_USER,
        ...describeSupplementary(requirement),
        requested_tasks: listTasks(
          session,
          requirement,
          'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
        ),
      }
    case 'LIVENESS': {
      const left = requirement.maxAttempts - countLivenessAttempts(session, requirement)
      return {
        allowed_sources: END_USER,
        liveness_type: requirement.livenessType,
        attempts_remaining: { GENERIC: left },
      }
    }
    case 'FACE_CAPTURE':
      return { allowed_sources: [{ type: 'RELYING_BUSINESS' }] }
  }
}

const SUPPLEMENTARY_TYPES = ['UTILITY_BILL', 'PHONE_BILL', 'BANK_STATEMENT', 'COUNCIL_TAX_BILL']

function describeSupplementary({ document }: RequirementOf<'SUPPLEMENTARY_DOCUMENT'>) {
  return {
    document_types: document.document_types ?? SUPPLEMENTARY_TYPES,
    country_codes:
      document.country_codes ??
      listSupportedCountries({ includeNonLatin: true }).map(({ code }) => code),
    objective: document.objective,
  }
}

function listTasks(session: Session, requirement: Requirement, type: string) {
  if (findRequestedTask(session.spec, type) === undefined) return []
  return [{ type, state: stateOfRequirement(session, requirement) }]
}

export function isDocumentOffered(
  filter: DocumentFilter | undefined,
  country: string,
  documentType: string,
): boolean {
  return listOfferedCountries(filter).some(
    ({ code, supported_documents: documents }) =>
      code === country && documents.some(({ type }) => type === documentType),
  )
}

/** What the filter of a requirement leaves of all supported documents. */
function listOfferedCountries(filter: DocumentFilter | undefined): SupportedCountry[] {
  const includeNonLatin = filter?.allow_non_latin_documents ?? false
  const countries = listSupportedCountries({ includeNonLatin })
  if (filter === undefined) return countries
  return countries
    .map(({ code, supported_documents: documents }) => ({
      code,
      supported_documents: documents.filter(({ type }) => isDocumentAllowed(filter, code, type)),
    }))
    .filter(({ supported_documents: documents }) => documents.length > 0)
}
