import { isLoopback, type Environment } from './environment.js'

/**
 * Whether to ask Yoti for notifications: where it can reach us.
 *
 * @param apiUrl undefined when the server starts an emulator of its own, on loopback
 */
export function readNotifications(
  { warnings }: Environment,
  baseUrl: string,
  apiUrl: string | undefined,
): boolean {
  const isLocal = [baseUrl, apiUrl].every((url) => url === undefined || isLoopback(new URL(url)))
  if (isLocal || baseUrl.startsWith('https:')) return true
  warnings.push(
    'Yoti cannot reach YOTI_APP_BASE_URL with notifications, so sessions are followed by asking only. Set YOTI_APP_BASE_URL to an https origin.',
  )
  return false
}
