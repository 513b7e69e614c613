import type { Texts } from '../http/texts.js'
import type { SessionConfiguration, TrackedDevice } from '../yoti/session-metadata.js'
import type { SessionResult } from '../yoti/session-result.js'
import { toCheckViews } from './check-views.js'
import { toConfigurationView, toDevicesView } from './metadata-views.js'
import { toProfileViews } from './profile-views.js'
import { toDocumentViews, toLivenessViews, toOtherResourceViews } from './resource-views.js'
import { listDocuments, type ResultContext } from './result-view.js'

interface ResultViewOptions extends Omit<ResultContext, keyof Texts> {
  texts: Texts
  configuration?: SessionConfiguration | undefined
  devices?: readonly TrackedDevice[] | undefined
}

/** The view model of `views/results/details.ejs`. */
export function toResultView({ texts, configuration, devices = [], ...rest }: ResultViewOptions) {
  const context = { ...texts, ...rest }
  const paths = rest.result.unreadable?.join(', ')
  return {
    unreadable: paths && texts.t('results.unreadable', { paths }),
    ...toDocumentViews(context),
    liveness: toLivenessViews(context),
    others: toOtherResourceViews(context),
    profiles: toProfileViews(context),
    checks: toCheckViews(context),
    devices: devices.length === 0 ? undefined : toDevicesView(devices, context),
    configuration: configuration && toConfigurationView(configuration, texts),
  }
}

/** The JSON media whose content the page shows. */
export function listTextDataMediaIds(result: SessionResult): string[] {
  const { id_documents = [], applicant_profiles = [], share_codes = [] } = result.resources
  const holders = [
    ...listDocuments(result).map((document) => document.document_fields),
    ...id_documents.map((document) => document.expanded_document_fields),
    ...applicant_profiles,
    ...share_codes.map((shareCode) => shareCode.returned_profile),
  ]
  return holders.flatMap((holder) => holder?.media?.id ?? [])
}
