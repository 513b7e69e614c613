import type { TrackedDevice } from '../../yoti/tracked-devices.js'
import type { SessionResult } from '../../yoti/session-result.js'
import { nameCountry } from './country-name.js'
import { nameResource } from './name-resource.js'
import { showRaw } from './raw-values.js'
import { formatTime } from './readable-date.js'
import type { Row, SurroundingsView } from './result-view.js'
import { sayIn, type Words } from './words.js'

const EVENTS: Words = {
  CONFIG_FIRST_LOADED: 'The person arrived',
  RESOURCE_CREATED: 'Something was supplied',
  CLIENT_SESSION_TOKEN_DELETED: 'The person finished',
}

/** Before the name of the resource that it is about. */
const SUPPLIED: Words = { RESOURCE_CREATED: 'Supplied' }

/** Which device did what, in order of time; a device that goes on is not described again. */
export function describeDevices(
  devices: readonly TrackedDevice[],
  resources: SessionResult['resources'],
): SurroundingsView | undefined {
  if (devices.length === 0) return undefined
  const said = devices.map(sayDevice)
  return {
    rows: devices.map((each, index) => describeEvent(each, resources, said, index)),
    raw: showRaw(devices),
  }
}

function describeEvent(
  { event, resource_id: resourceId, created }: TrackedDevice,
  resources: SessionResult['resources'],
  said: readonly string[][],
  index: number,
): Row {
  const device = said[index] ?? []
  const same = index > 0 && device.join() === said[index - 1]?.join()
  const resource = resourceId === undefined ? undefined : nameResource(resources, resourceId)
  return {
    label:
      resource === undefined
        ? sayIn(EVENTS, event)
        : `${SUPPLIED[event] ?? sayIn(EVENTS, event)}: ${resource}`,
    lines: [
      ...(created === undefined ? [] : [formatTime(created)]),
      ...(same ? ['On the same device'] : device),
    ],
    monospace: false,
  }
}

/** Yoti fills what it does not know with empty strings. */
function sayDevice({ device = {} }: TrackedDevice): string[] {
  const model = join(device.manufacture_name, device.model_name)
  const system = join(device.os_name, device.os_version)
  const browser = join(device.browser_name, device.browser_version)
  const country = device.ip_iso_country_code
  const address = device.ip_address
  return [
    [model, system, browser].filter(Boolean).join(', '),
    device.locale ? `Language ${device.locale}` : '',
    address ? `IP address ${address}` : '',
    country ? nameCountry(country) : '',
  ].filter(Boolean)
}

function join(...words: (string | undefined)[]): string {
  return words.filter(Boolean).join(' ')
}
