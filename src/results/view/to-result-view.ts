import type { SessionResult } from '../../yoti/session-result.js'
import { toCheckViews } from './to-check-views.js'
import { toConfigurationView } from './to-configuration-view.js'
import { toDevicesView } from './to-devices-view.js'
import {
  toIdDocumentViews,
  toSupplementaryDocumentViews,
  type TextData,
} from './to-document-views.js'
import { toLivenessViews } from './to-liveness-views.js'
import { toOtherResourceViews } from './to-other-resource-views.js'
import { toPortableIdentityViews } from './to-portable-identity-views.js'
import { toProfileViews } from './to-profile-views.js'
import { toVerdictView } from '../../labels/to-verdict-view.js'
import type { OutcomeDecision } from '../../outcome/outcome.js'
import type { SessionMetadata } from '../fetch-session-metadata.js'
import type { DocumentView, MediaUrl, ResultView } from './result-view.js'

export interface ResultViewOptions extends Partial<SessionMetadata> {
  result: SessionResult
  decision: Pick<OutcomeDecision, 'outcome' | 'reasons'>
  /** The loaded content of `listTextDataMediaIds`. */
  textData: TextData
  mediaUrl: MediaUrl
}

/** The view model of `views/results/results.ejs`. */
export function toResultView(options: ResultViewOptions): ResultView {
  const { result, decision, textData, mediaUrl, configuration, devices = [] } = options
  const documents = toIdDocumentViews(result, textData, mediaUrl)
  const primary = documents.find(
    ({ counted, person, photo }) => counted && (person.length > 0 || photo),
  )
  return {
    verdict: toVerdictView(decision, hasProfile(result)),
    person: primary && { from: primary.title, photo: primary.photo, rows: primary.person },
    documents: documents.map((document) =>
      document === primary ? withoutPerson(document) : document,
    ),
    supplementaryDocuments: toSupplementaryDocumentViews(result, textData, mediaUrl),
    liveness: toLivenessViews(result, mediaUrl),
    others: [
      ...toOtherResourceViews(result, textData, mediaUrl),
      ...toPortableIdentityViews(result, mediaUrl),
    ],
    profiles: toProfileViews(result, mediaUrl),
    checks: toCheckViews(result, mediaUrl),
    configuration: configuration && toConfigurationView(configuration),
    devices: toDevicesView(devices, result.resources),
  }
}

function hasProfile({ identity_profile, advanced_identity_profile }: SessionResult): boolean {
  return (identity_profile ?? advanced_identity_profile) !== undefined
}

/** The page shows the personal details in their own section. */
function withoutPerson(document: DocumentView): DocumentView {
  return { ...document, person: [], photo: undefined }
}

/** The JSON media whose content the page shows. */
export function listTextDataMediaIds({ resources }: SessionResult): string[] {
  const holders = [
    ...(resources.id_documents ?? []).flatMap((document) => [
      document.document_fields,
      document.expanded_document_fields,
    ]),
    ...(resources.supplementary_documents ?? []).map((document) => document.document_fields),
    ...(resources.applicant_profiles ?? []),
    ...(resources.share_codes ?? []).map((shareCode) => shareCode.returned_profile),
  ]
  return holders.flatMap((holder) => holder?.media?.id ?? [])
}
