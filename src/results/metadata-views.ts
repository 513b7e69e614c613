import { humanise, type Texts } from '../http/texts.js'
import type {
  RequiredResource,
  SessionConfiguration,
  TrackedDevice,
} from '../yoti/session-metadata.js'
import { formatDateTime } from './format-date.js'
import { getDocumentTitle, toRawJson, toRow, type ResultContext, type Row } from './result-view.js'

/** What the session requested, and what was provided. */
export function toConfigurationView(configuration: SessionConfiguration, texts: Texts) {
  const { requested_checks: checks = [], capture = {} } = configuration
  const { biometric_consent: consent, required_resources: resources = [] } = capture
  const titles = checks.map((type) => texts.label('check', type))
  return {
    rows: [
      ...(checks.length === 0 ? [] : [toRow(texts.t('results.checks'), ...titles)]),
      ...(consent === undefined
        ? []
        : [toRow(texts.t('results.consent'), texts.label('consent', consent))]),
      ...resources.map((resource) => toResourceRow(resource, texts)),
    ],
    raw: toRawJson(omitSupportedDocuments(configuration)),
  }
}

function toResourceRow(resource: RequiredResource, texts: Texts): Row {
  const { state, document_types: types = [], attempts_remaining: attempts = {} } = resource
  const count = resource.supported_countries?.length
  const titles = types.map((type) => texts.label('documentType', type))
  return toRow(
    texts.label('requestedResource', resource.type),
    ...(state === undefined ? [] : [texts.label('requestedResourceState', state)]),
    ...(types.length === 0 ? [] : [titles.join(', ')]),
    ...(count === undefined ? [] : [texts.t('results.fromCountries', { count })]),
    ...Object.entries(attempts).map(([kind, left]) => {
      const name =
        texts.find(`labels.attempts.${kind}`) ??
        texts.t('results.attemptsLeft', { kind: humanise(kind).toLowerCase() })
      return `${name}: ${left}`
    }),
  )
}

/** The supported documents of all countries would fill most of the page. */
function omitSupportedDocuments({ capture, ...rest }: SessionConfiguration): object {
  const { required_resources: resources = [], ...otherFields } = capture ?? {}
  const shortened = resources.map(({ supported_countries: countries = [], ...resource }) => ({
    ...resource,
    ...(countries.length === 0 ? {} : { supported_countries: countries.map(({ code }) => code) }),
  }))
  return { ...rest, capture: { ...otherFields, required_resources: shortened } }
}

/** Events in chronological order. Describes a device only when it changes. */
export function toDevicesView(devices: readonly TrackedDevice[], context: ResultContext) {
  const { texts } = context
  const descriptions = devices.map((device) => toDeviceLines(device, texts))
  const rows = devices.map(({ event, resource_id: id, created }, index) => {
    const resource = id === undefined ? undefined : findResourceName(id, context)
    const isAdded = event === 'RESOURCE_CREATED' && resource !== undefined
    const device = descriptions[index] ?? []
    const isSame = index > 0 && device.join() === descriptions[index - 1]?.join()
    return toRow(
      isAdded ? texts.t('results.added', { resource }) : texts.label('event', event),
      ...(created === undefined ? [] : [formatDateTime(created, texts.locale)]),
      ...(isSame ? [texts.t('results.sameDevice')] : device),
    )
  })
  return { rows, raw: toRawJson(devices) }
}

/** Yoti sends empty strings for unknown values. */
function toDeviceLines({ device = {} }: TrackedDevice, texts: Texts): string[] {
  const model = joinWords(device.manufacture_name, device.model_name)
  const system = joinWords(device.os_name, device.os_version)
  const browser = joinWords(device.browser_name, device.browser_version)
  const { locale, ip_address: address, ip_iso_country_code: country } = device
  return [
    [model, system, browser].filter(Boolean).join(', '),
    locale ? texts.t('results.language', { locale }) : '',
    address ? texts.t('results.ipAddress', { address }) : '',
    country ? texts.country(country) : '',
  ].filter(Boolean)
}

function joinWords(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' ')
}

/** undefined if the resource is not in the result. */
function findResourceName(id: string, { result, texts }: ResultContext): string | undefined {
  const { id_documents = [], supplementary_documents = [] } = result.resources
  const document = [...id_documents, ...supplementary_documents].find((each) => each.id === id)
  if (document !== undefined) return getDocumentTitle(document, texts)
  const kind = Object.entries(result.resources).find(([, listed]) => includesId(listed, id))?.[0]
  return kind === undefined ? undefined : texts.label('resourceKind', kind)
}

function includesId(listed: unknown, id: string): boolean {
  return [listed].flat().some((resource) => (resource as { id?: unknown } | null)?.id === id)
}
