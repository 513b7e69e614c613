import type { SessionConfiguration, TrackedDevice } from '../yoti/session-metadata.js'
import type { SessionResult } from '../yoti/session-result.js'
import { toCheckViews } from './check-views.js'
import { toIdDocumentViews, toSupplementaryDocumentViews } from './document-views.js'
import { toLivenessViews } from './liveness-views.js'
import { toConfigurationView, toDevicesView } from './metadata-views.js'
import { toOtherResourceViews } from './other-resource-views.js'
import { toProfileViews } from './profile-views.js'
import type { ResultContext } from './result-view.js'

interface ResultViewOptions extends ResultContext {
  configuration?: SessionConfiguration | undefined
  devices?: readonly TrackedDevice[] | undefined
}

export type ResultView = ReturnType<typeof toResultView>

/** The view model of `views/results/details.ejs`. */
export function toResultView({ configuration, devices = [], ...context }: ResultViewOptions) {
  const documents = toIdDocumentViews(context)
  const primary = documents.find(
    ({ counted, person, photo }) => counted && person.length + photo.length > 0,
  )
  const { texts, result } = context
  const { unreadable = [] } = result
  return {
    unreadable:
      unreadable.length === 0
        ? undefined
        : texts.t('results.unreadable', { paths: unreadable.join(', ') }),
    /** From the document that counts. */
    person: primary && { from: primary.title, photo: primary.photo, rows: primary.person },
    documents: [
      ...documents.map((document) =>
        // The page shows the personal details in their own section.
        document === primary ? { ...document, person: [], photo: [] } : document,
      ),
      ...toSupplementaryDocumentViews(context),
    ],
    liveness: toLivenessViews(context),
    others: toOtherResourceViews(context),
    profiles: toProfileViews(context),
    checks: toCheckViews(context),
    configuration: configuration && toConfigurationView(configuration, context.texts),
    devices: devices.length === 0 ? undefined : toDevicesView(devices, context),
  }
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
