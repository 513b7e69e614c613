import type { Environment, IsLocal } from './environment.js'
import type { Addresses } from './addresses.js'

/**
 * Whether to ask Yoti for notifications: where it can reach us.
 *
 * @param apiUrl undefined when the server starts an emulator of its own, on loopback
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
    'Yoti cannot reach YOTI_APP_BASE_URL with notifications, so sessions are followed by asking only. Set YOTI_APP_BASE_URL to an https origin whose certificate Yoti trusts.',
  )
  return false
}
