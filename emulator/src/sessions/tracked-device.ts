import type { ApiCall } from '../http/route.js'
import { formatTime } from './media.js'
import type { Session, TrackedDevice } from './session.js'

const OPERATING_SYSTEM_PATTERNS: [RegExp, string][] = [
  [/Android ([\d.]+)/, 'Android'],
  [/(?:iPhone|CPU) OS ([\d_]+)/, 'iOS'],
  [/Windows NT ([\d.]+)/, 'Windows'],
  [/Mac OS X ([\d_.]+)/, 'macOS'],
  [/Linux/, 'Linux'],
]

// User agents name other browsers first, so the order matters.
const BROWSER_PATTERNS: [RegExp, string][] = [
  [/Edg\/([\d.]+)/, 'Edge'],
  [/(?:Headless)?Chrome\/([\d.]+)/, 'Chrome'],
  [/Firefox\/([\d.]+)/, 'Firefox'],
  [/Version\/([\d.]+).* Safari\//, 'Safari'],
]

/** Without an IP address, because tracking it is disabled by default. */
export function trackDevice(
  session: Session,
  { headers, query }: ApiCall,
  event: TrackedDevice['event'],
  resourceId?: string,
): void {
  const { 'user-agent': userAgent = '', 'accept-language': languages = '' } = headers
  const [osName, osVersion] = matchPatterns(OPERATING_SYSTEM_PATTERNS, userAgent)
  const [browserName, browserVersion] = matchPatterns(BROWSER_PATTERNS, userAgent)
  const apple = /Macintosh|iPhone|iPad/.exec(userAgent)?.[0]
  session.trackedDevices.push({
    event,
    resource_id: resourceId,
    created: formatTime(session.clock.now()),
    device: {
      ip_address: '',
      ip_iso_country_code: '',
      manufacture_name: apple === undefined ? '' : 'Apple',
      model_name: apple ?? /Android [\d.]+; ([^;)]+)/.exec(userAgent)?.[1] ?? '',
      os_name: osName,
      os_version: osVersion,
      browser_name: browserName,
      browser_version: browserVersion,
      locale: query.get('detectedLocale') ?? languages.replace(/,.*/, ''),
      client_version: 'emulator',
    },
  })
}

function matchPatterns(known: [RegExp, string][], userAgent: string): [string, string] {
  for (const [pattern, name] of known) {
    const match = pattern.exec(userAgent)
    if (match) return [name, (match[1] ?? '').replaceAll('_', '.')]
  }
  return ['', '']
}
