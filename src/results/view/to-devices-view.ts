import type { TrackedDevice } from '../../yoti/session-metadata.js'
import type { SessionResult } from '../../yoti/session-result.js'
import { getCountryName } from '../../labels/country-name.js'
import { getResourceName } from './resource-name.js'
import { toRawJson } from './raw-json.js'
import { formatDateTime } from './format-date.js'
import type { Row, MetadataView } from './result-view.js'
import { label, type Labels } from '../../labels/labels.js'

const EVENT_LABELS: Labels = {
  CONFIG_FIRST_LOADED: 'The user arrived',
  RESOURCE_CREATED: 'A resource was added',
  CLIENT_SESSION_TOKEN_DELETED: 'The user finished',
}

/** Used before the name of a resource. */
const RESOURCE_EVENT_PREFIXES: Labels = { RESOURCE_CREATED: 'Added' }

/** Events in chronological order. Describes a device only when it changes. */
export function toDevicesView(
  devices: readonly TrackedDevice[],
  resources: SessionResult['resources'],
): MetadataView | undefined {
  if (devices.length === 0) return undefined
  const deviceLines = devices.map(toDeviceLines)
  return {
    rows: devices.map((device, index) => toEventRow(device, resources, deviceLines, index)),
    raw: toRawJson(devices),
  }
}

function toEventRow(
  { event, resource_id: resourceId, created }: TrackedDevice,
  resources: SessionResult['resources'],
  deviceLines: readonly string[][],
  index: number,
): Row {
  const device = deviceLines[index] ?? []
  const same = index > 0 && device.join() === deviceLines[index - 1]?.join()
  const resource = resourceId === undefined ? undefined : getResourceName(resources, resourceId)
  return {
    label:
      resource === undefined
        ? label(EVENT_LABELS, event)
        : `${RESOURCE_EVENT_PREFIXES[event] ?? label(EVENT_LABELS, event)}: ${resource}`,
    lines: [
      ...(created === undefined ? [] : [formatDateTime(created)]),
      ...(same ? ['On the same device'] : device),
    ],
    monospace: false,
  }
}

/** Yoti sends empty strings for unknown values. */
function toDeviceLines({ device = {} }: TrackedDevice): string[] {
  const model = join(device.manufacture_name, device.model_name)
  const system = join(device.os_name, device.os_version)
  const browser = join(device.browser_name, device.browser_version)
  const country = device.ip_iso_country_code
  const address = device.ip_address
  return [
    [model, system, browser].filter(Boolean).join(', '),
    device.locale ? `Language ${device.locale}` : '',
    address ? `IP address ${address}` : '',
    country ? getCountryName(country) : '',
  ].filter(Boolean)
}

function join(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' ')
}
