import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { isDocumentAllowed } from '../sessions/document-filter.js'
import { listProfiles } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import { findUnverifiedAddress } from './profile-failure.js'
import type { Scheme } from './profile-requirements.js'

export type Compliance = ReturnType<typeof buildCompliance>[number]

/** A right to work without a visa. */
const RIGHT_TO_WORK_COUNTRIES = ['GBR', 'IRL']
const RIGHT_TO_WORK_DOCUMENTS = ['PASSPORT', 'PASS_CARD']

/** A document may satisfy one scheme of a profile but not another. */
export function buildCompliance(session: Session) {
  const documents = listAcceptedDocuments(session, 'idDocuments')
  const provesRightToWork = documents.some(
    ({ issuingCountry: country, documentType: type }) =>
      RIGHT_TO_WORK_COUNTRIES.includes(country) && RIGHT_TO_WORK_DOCUMENTS.includes(type),
  )

  const evaluate = ({ type, objective, label, config }: Scheme, isProven = true) => {
    const filter = config?.filter
    const isProvided =
      filter === undefined ||
      documents.some((one) => isDocumentAllowed(filter, one.issuingCountry, one.documentType))
    const unverified = type === 'DBS' ? findUnverifiedAddress(session) : undefined
    const unmet =
      isProvided && isProven
        ? unverified && { info: unverified.code, details: [unverified.details] }
        : { info: 'MANDATORY_DOCUMENT_NOT_PROVIDED', details: [] }
    return {
      scheme: { type, objective, label },
      requirements_met: unmet === undefined,
      requirements_not_met_info: unmet?.info,
      /** Only in the report, not in the session. */
      requirements_not_met_details: unmet?.details,
    }
  }

  return listProfiles(session.spec).map(({ trust_framework: framework, schemes }) => ({
    trust_framework: framework,
    schemes_compliance: schemes.flatMap((scheme) => {
      if (scheme.type !== 'DBS_RTW') return [evaluate(scheme)]
      // Yoti reports it as its two halves. Alone, RTW is met or the profile is aborted.
      const rightToWork = { ...scheme, type: 'RTW', objective: undefined }
      return [evaluate({ ...scheme, type: 'DBS' }), evaluate(rightToWork, provesRightToWork)]
    }),
  }))
}
