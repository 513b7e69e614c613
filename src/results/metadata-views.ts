import { humanise, type Texts } from '../http/texts.js'
import type {
  RequiredResource,
  SessionConfiguration,
  TrackedDevice,
} from '../yoti/session-metadata.js'
import { formatDateTime, isFields } from './field-rows.js'
import {
  getDocumentTitle,
  hasLines,
  listDocuments,
  toRawJson,
  toRow,
  type ResultContext,
  type Row,
} from './result-view.js'

/** What the session requested, and what was provided. */
export function toConfigurationView(configuration: SessionConfiguration, texts: Texts) {
  const { t, label } = texts
  const { requested_checks: checks = [], capture = {} } = configuration
  const { biometric_consent: consent, required_resources: resources = [] } = capture
  const rows = [
    toRow(t('results.checks'), ...checks.map((type) => label('check', type))),
    toRow(t('results.consent'), consent && label('consent', consent)),
  ]
  return {
    title: t('results.configuration'),
    rows: [
      ...rows.filter(hasLines),
      ...resources.map((resource) => toResourceRow(resource, texts)),
    ],
    raw: toRawJson(configuration),
  }
}

function toResourceRow(resource: RequiredResource, { t, find, label, list }: Texts): Row {
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
export function toDevicesView(devices: readonly TrackedDevice[], context: ResultContext) {
  const { t, label } = context
  const descriptions = devices.map((device) => toDeviceLines(device, context))
  const rows = devices.map(({ event, resource_id: id, created }, index) => {
    const resource =
      id !== undefined && event === 'RESOURCE_CREATED' ? findResourceName(id, context) : undefined
    const device = descriptions[index] ?? []
    const isSame = device.join() === descriptions[index - 1]?.join()
    return toRow(
      resource === undefined ? label('event', event) : t('results.added', { resource }),
      created && formatDateTime(created, context),
      ...(isSame ? [t('results.sameDevice')] : device),
    )
  })
  return { title: t('results.devices'), rows, raw: toRawJson(devices) }
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
function findResourceName(id: string, context: ResultContext) {
  const document = listDocuments(context.result).find((each) => each.id === id)
  if (document !== undefined) return getDocumentTitle(document, context)
  const kind = Object.entries(context.result.resources).find(([, listed]) =>
    [listed].flat().some((each) => isFields(each) && each.id === id),
  )?.[0]
  return kind === undefined ? undefined : context.label('resourceKind', kind)
}
