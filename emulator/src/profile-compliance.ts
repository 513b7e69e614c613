import { isDocumentAllowed } from './document-filter.js'
import type { Scheme } from './identity-profile-requirements.js'
import { findAcceptedDocument } from './requirement.js'
import type { Session } from './session.js'

export interface Compliance {
  trust_framework: string
  schemes_compliance: {
    scheme: { type: string; objective?: string | undefined; label?: string | undefined }
    requirements_met: boolean
    requirements_not_met_info?: string
  }[]
}

/** A document may satisfy one scheme of a profile but not another. */
export function buildCompliance(session: Session): Compliance[] {
  const simple = session.spec.identity_profile_requirements
  const profiles = [
    ...(simple ? [{ trust_framework: simple.trust_framework, schemes: [simple.scheme] }] : []),
    ...(session.spec.advanced_identity_profile_requirements?.profiles ?? []),
  ]
  return profiles.map(({ trust_framework: framework, schemes }) => ({
    trust_framework: framework,
    schemes_compliance: schemes.map((scheme) => evaluateScheme(session, scheme)),
  }))
}

function evaluateScheme(session: Session, { type, objective, label, config }: Scheme) {
  const filter = config?.filter
  const isMet =
    filter === undefined ||
    session.requirements
      .map((requirement) => findAcceptedDocument(session.idDocuments, requirement))
      .some((one) => one && isDocumentAllowed(filter, one.issuingCountry, one.documentType))
  return {
    scheme: { type, objective, label },
    requirements_met: isMet,
    ...(isMet ? {} : { requirements_not_met_info: 'MANDATORY_DOCUMENT_NOT_PROVIDED' }),
  }
}
