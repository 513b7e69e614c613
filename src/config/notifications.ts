import type { Environment, IsLocal } from './environment.js'
import type { Addresses } from './addresses.js'

/**
 * Whether Yoti can reach this server.
 *
 * @param apiUrl undefined if the server starts its own emulator, on loopback
 */
export function readNotificationsEnabled(
  { warnings }: Environment,
  { baseUrl, https }: Pick<Addresses, 'baseUrl' | 'https'>,
  apiUrl: string | undefined,
  isLocal: IsLocal,
): boolean {
  const areBothLocal = [baseUrl, apiUrl].every((url) => url === undefined || isLocal(new URL(url)))
  if (areBothLocal || (baseUrl.startsWith('https:') && https === 'off')) return true
  warnings.push(
    'Yoti cannot send notifications to YOTI_APP_BASE_URL, so sessions are refreshed by polling only. Set YOTI_APP_BASE_URL to an https origin whose certificate Yoti trusts.',
  )
  return false
}
