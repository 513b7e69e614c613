import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { isDocumentAllowed } from '../sessions/document-filter.js'
import { listProfiles } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import { findUnverifiedAddress } from './profile-failure.js'
import type { Scheme } from './profile-requirements.js'

export interface Compliance {
  trust_framework: string
  schemes_compliance: SchemeCompliance[]
}

export interface SchemeCompliance {
  scheme: { type: string; objective: string | undefined; label: string | undefined }
  requirements_met: boolean
  requirements_not_met_info?: string
  /** Only in the report, not in the session. */
  requirements_not_met_details?: object[]
}

/** A right to work without a visa. */
const RIGHT_TO_WORK_COUNTRIES = ['GBR', 'IRL']
const RIGHT_TO_WORK_DOCUMENTS = ['PASSPORT', 'PASS_CARD']

/** A document may satisfy one scheme of a profile but not another. */
export function buildCompliance(session: Session): Compliance[] {
  return listProfiles(session.spec).map(({ trust_framework: framework, schemes }) => ({
    trust_framework: framework,
    schemes_compliance: schemes.flatMap(splitScheme).map((one) => evaluateScheme(session, one)),
  }))
}

/** Yoti reports DBS_RTW as its two halves. */
function splitScheme(scheme: Scheme): (Scheme & { isHalf?: true })[] {
  if (scheme.type !== 'DBS_RTW') return [scheme]
  return [
    { ...scheme, type: 'DBS' },
    { ...scheme, type: 'RTW', objective: undefined, isHalf: true },
  ]
}

function evaluateScheme(
  session: Session,
  { type, objective, label, config, isHalf }: Scheme & { isHalf?: true },
): SchemeCompliance {
  const scheme = { type, objective, label }
  const documents = listAcceptedDocuments(session, 'idDocuments')
  const filter = config?.filter
  const isProvided =
    (filter === undefined ||
      documents.some(({ issuingCountry, documentType }) =>
        isDocumentAllowed(filter, issuingCountry, documentType),
      )) &&
    // Alone, this scheme is met or the profile is aborted.
    (!isHalf || documents.some(provesRightToWork))
  if (!isProvided) return createUnmet(scheme, 'MANDATORY_DOCUMENT_NOT_PROVIDED', [])
  const unverified = type === 'DBS' ? findUnverifiedAddress(session) : undefined
  return unverified === undefined
    ? { scheme, requirements_met: true }
    : createUnmet(scheme, 'UNABLE_TO_VERIFY_ADDRESS', [unverified.details])
}

function createUnmet(
  scheme: SchemeCompliance['scheme'],
  info: string,
  details: object[],
): SchemeCompliance {
  return {
    scheme,
    requirements_met: false,
    requirements_not_met_info: info,
    requirements_not_met_details: details,
  }
}

function provesRightToWork(document: { issuingCountry: string; documentType: string }): boolean {
  return (
    RIGHT_TO_WORK_COUNTRIES.includes(document.issuingCountry) &&
    RIGHT_TO_WORK_DOCUMENTS.includes(document.documentType)
  )
}
