import { humanise, type Texts } from '../http/texts.js'
import type {
  RequiredResource,
  SessionConfiguration,
  TrackedDevice,
} from '../yoti/session-metadata.js'
import type { SessionResult } from '../yoti/session-result.js'
import { toCheckViews, toProfileViews } from './check-views.js'
import { formatDateTime, isFields } from './field-rows.js'
import { toDocumentViews, toLivenessViews, toOtherResourceViews } from './resource-views.js'
import {
  getDocumentTitle,
  hasLines,
  listDocuments,
  toRawJson,
  toRow,
  type Item,
  type ResultContext,
  type Row,
} from './result-view.js'

interface ResultViewOptions extends Omit<ResultContext, keyof Texts | 'showsDebug'> {
  texts: Texts
  showsDebug?: boolean
  configuration?: Metadata<SessionConfiguration>
  devices?: Metadata<readonly TrackedDevice[]>
}

/** `unavailable` if it could not be read. */
type Metadata<Value> = Value | 'unavailable' | undefined

/** The view model of `views/results/details.ejs`. */
export function toResultView(options: ResultViewOptions) {
  const { texts, configuration, devices, showsDebug = false, ...rest } = options
  const context = { ...texts, ...rest, showsDebug }
  const { t } = texts
  const paths = rest.result.unreadable?.join(', ')
  const unreadable = paths && t('results.unreadable')
  return {
    unreadable: unreadable && showsDebug ? `${unreadable} ${paths}` : unreadable,
    ...toDocumentViews(context),
    liveness: toLivenessViews(context),
    others: toOtherResourceViews(context),
    profiles: toProfileViews(context),
    checks: toCheckViews(context),
    devices: toSection(t('results.devices'), devices, toDeviceRows, context),
    configuration: toSection(
      t('results.configuration'),
      configuration,
      toConfigurationRows,
      context,
    ),
  }
}

function toSection<Value extends object>(
  title: string,
  value: Metadata<Value>,
  toRows: (value: Value, context: ResultContext) => Row[],
  context: ResultContext,
): Item | undefined {
  if (value === undefined) return undefined
  if (value === 'unavailable') return { title, note: context.t('results.sectionUnavailable') }
  if (Array.isArray(value) && value.length === 0) return undefined
  return { title, rows: toRows(value, context), raw: toRawJson(context, value) }
}

/** What the session requested, and what was provided. */
function toConfigurationRows(configuration: SessionConfiguration, texts: Texts): Row[] {
  const { t, label } = texts
  const { requested_checks: checks = [], capture = {} } = configuration
  const { biometric_consent: consent, required_resources: resources = [] } = capture
  const rows = [
    toRow(t('results.checks'), ...checks.map((type) => label('check', type))),
    toRow(t('results.consent'), consent && label('consent', consent)),
  ]
  return [
    ...rows.filter(hasLines),
    ...resources.map((resource) => toRequiredResourceRow(resource, texts)),
  ]
}

function toRequiredResourceRow(resource: RequiredResource, { t, find, label, list }: Texts): Row {
  const { state, document_types: types = [], attempts_remaining: attempts = {} } = resource
  const count = resource.supported_countries?.length
  return toRow(
    label('requestedResource', resource.type),
    state && label('requestedResourceState', state),
    list(types.map((type) => label('documentType', type))),
    count === undefined ? undefined : t('results.fromCountries', { count }),
    ...Object.entries(attempts).map(([kind, left]) => {
      const name =
        find(`labels.attempts.${kind}`) ??
        t('results.attemptsLeft', { kind: humanise(kind).toLowerCase() })
      return `${name}: ${left}`
    }),
  )
}

/** Events in chronological order. Describes a device only when it changes. */
function toDeviceRows(devices: readonly TrackedDevice[], context: ResultContext): Row[] {
  const { t, label } = context
  const descriptions = devices.map((device) => toDeviceLines(device, context))
  return devices.map(({ event, resource_id: id, created }, index) => {
    const resource = event === 'RESOURCE_CREATED' ? findResourceName(id, context) : undefined
    const device = descriptions[index] ?? []
    const isSame = device.join() === descriptions[index - 1]?.join()
    return toRow(
      resource === undefined ? label('event', event) : t('results.added', { resource }),
      created && formatDateTime(created, context),
      ...(isSame ? [t('results.sameDevice')] : device),
    )
  })
}

function toDeviceLines({ device = {} }: TrackedDevice, { t, country }: Texts) {
  const { locale, ip_address: address, ip_iso_country_code: code } = device
  const names = [
    [device.manufacture_name, device.model_name],
    [device.os_name, device.os_version],
    [device.browser_name, device.browser_version],
  ].map((words) => words.filter(Boolean).join(' '))
  return [
    names.filter(Boolean).join(', '),
    locale && t('results.language', { locale }),
    address && t('results.ipAddress', { address }),
    code && country(code),
  ]
}

/** undefined if the resource is not in the result. */
function findResourceName(id: string | undefined, context: ResultContext) {
  if (id === undefined) return undefined
  const document = listDocuments(context.result).find((each) => each.id === id)
  if (document !== undefined) return getDocumentTitle(document, context)
  const [kind] =
    Object.entries(context.result.resources).find(([, listed]) =>
      [listed].flat().some((each) => isFields(each) && each.id === id),
    ) ?? []
  return kind === undefined ? undefined : context.label('resourceKind', kind)
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
