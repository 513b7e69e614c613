import type { SessionResult } from '../../yoti/session-result.js'
import { describeChecks } from './describe-check.js'
import { describeConfiguration } from './describe-configuration.js'
import { describeDevices } from './describe-devices.js'
import {
  describeIdDocuments,
  describeSupplementaryDocuments,
  type TextData,
} from './describe-documents.js'
import { describeLiveness } from './describe-liveness.js'
import { describeOtherResources } from './describe-other-resources.js'
import { describePortable } from './describe-portable.js'
import { describeProfiles } from './describe-profile.js'
import { describeVerdict } from './describe-verdict.js'
import type { Judgement } from '../outcome.js'
import type { Surroundings } from '../read-surroundings.js'
import type { DocumentView, MediaUrl, ResultView } from './result-view.js'

export interface DescribeResultOptions extends Partial<Surroundings> {
  result: SessionResult
  judgement: Pick<Judgement, 'outcome' | 'reasons'>
  /** The content of the media that `listTextMedia` names, as far as it could be had. */
  textData: TextData
  mediaUrl: MediaUrl
}

/** The view model of `views/results/results.ejs`: plain words first, Yoti's own words beside them. */
export function describeResult(options: DescribeResultOptions): ResultView {
  const { result, judgement, textData, mediaUrl, configuration, devices = [] } = options
  const documents = describeIdDocuments(result, textData, mediaUrl)
  const main = documents.find(
    ({ counted, person, photo }) => counted && (person.length > 0 || photo),
  )
  return {
    verdict: describeVerdict(judgement, hasProfile(result)),
    person: main && { from: main.title, photo: main.photo, rows: main.person },
    documents: documents.map((document) =>
      document === main ? withoutPerson(document) : document,
    ),
    supplementaryDocuments: describeSupplementaryDocuments(result, textData, mediaUrl),
    liveness: describeLiveness(result, mediaUrl),
    others: [
      ...describeOtherResources(result, textData, mediaUrl),
      ...describePortable(result, mediaUrl),
    ],
    profiles: describeProfiles(result, mediaUrl),
    checks: describeChecks(result, mediaUrl),
    configuration: configuration && describeConfiguration(configuration),
    devices: describeDevices(devices, result.resources),
  }
}

function hasProfile({ identity_profile, advanced_identity_profile }: SessionResult): boolean {
  return (identity_profile ?? advanced_identity_profile) !== undefined
}

/** The person stands in a section of its own: not twice on one page. */
function withoutPerson(document: DocumentView): DocumentView {
  return { ...document, person: [], photo: undefined }
}

/** The ids of the JSON media whose content `describeResult` shows. */
export function listTextMedia({ resources }: SessionResult): string[] {
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
