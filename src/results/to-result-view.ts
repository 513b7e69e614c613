import type { TextKey, Texts } from '../http/texts.js'
import { isConfidential } from '../outcome/outcome-policy.js'
import type { SessionConfiguration, TrackedDevice } from '../yoti/session-metadata.js'
import type { SessionResult } from '../yoti/session-result.js'
import { toCheckViews } from './check-views.js'
import { toConfigurationView, toDevicesView } from './metadata-views.js'
import { toProfileViews } from './profile-views.js'
import { toDocumentViews, toLivenessViews, toOtherResourceViews } from './resource-views.js'
import { listDocuments, type Item, type ResultContext } from './result-view.js'

interface ResultViewOptions extends Omit<ResultContext, keyof Texts> {
  texts: Texts
  /** Details that are for staff, not for the user. */
  showsDebug?: boolean
  configuration?: Metadata<SessionConfiguration>
  devices?: Metadata<readonly TrackedDevice[]>
}

/** `unavailable` if it could not be read. */
type Metadata<Value> = Value | 'unavailable' | undefined

/** The view model of `views/results/details.ejs`. */
export function toResultView(options: ResultViewOptions) {
  const { texts, configuration, devices, showsDebug = false, ...rest } = options
  const context = { ...texts, ...rest }
  const paths = rest.result.unreadable?.join(', ')
  const unreadable = paths && texts.t('results.unreadable')
  return {
    showsDebug,
    unreadable: unreadable && showsDebug ? `${unreadable} ${paths}` : unreadable,
    ...toDocumentViews(context),
    liveness: toLivenessViews(context),
    others: toOtherResourceViews(context),
    profiles: toProfileViews(context),
    checks: toCheckViews(context).filter(({ type }) => showsDebug || !isConfidential(type)),
    devices: toSection(devices, 'results.devices', texts, (read) =>
      read.length === 0 ? undefined : toDevicesView(read, context),
    ),
    configuration: toSection(configuration, 'results.configuration', texts, (read) =>
      toConfigurationView(read, texts),
    ),
  }
}

function toSection<Value extends object>(
  value: Metadata<Value>,
  title: TextKey,
  { t }: Texts,
  toView: (value: Value) => Item | undefined,
): Item | undefined {
  if (value === 'unavailable') return { title: t(title), note: t('results.sectionUnavailable') }
  return value && toView(value)
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
