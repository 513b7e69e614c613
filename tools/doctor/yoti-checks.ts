import { statSync } from 'node:fs'
import type { Application } from '#src/config/application.js'
import { isLoopback } from '#src/config/environment.js'
import { LIVE_API_URL, type Target } from '#src/config/target.js'
import { probeYoti, type YotiProbe } from './probe-yoti.js'
import { ok, warn, type Finding } from './finding.js'
import { isAccepted, isUnknownApplication, checkAccess, SANDBOX_API_URL } from './check-access.js'
import { checkClock } from './check-clock.js'
import { checkPrivateKey } from './check-settings.js'
import type { Check, CheckContext } from './check.js'

const EMULATOR_NEEDS_NONE = ok('not set: the built-in emulator needs none')
const INSECURE_URL = warn(
  'not checked: signed requests are never sent over http to another machine',
  'Fix YOTI_IDV_API_URL first.',
)
const MISSING_CREDENTIALS = warn('not checked: no credentials', 'Fix the SDK id and the key first.')

export function listYotiChecks({
  config,
  secrets,
  keyFilePath,
  trustedCertificate,
}: CheckContext): Check[] {
  const { target, apiUrl } = config
  const { application } = secrets
  const group = 'Yoti'
  const checks: Check[] = [
    {
      group,
      name: 'target',
      issuePattern: /^YOTI_(TARGET|IDV_API_URL)\b/,
      run: () => ok(apiUrl === undefined ? 'built-in emulator' : `${target}: ${apiUrl}`),
    },
    {
      group,
      name: 'SDK id',
      issuePattern: /^YOTI_CLIENT_SDK_ID\b/,
      run: () => (apiUrl === undefined ? EMULATOR_NEEDS_NONE : ok('a UUID')),
    },
    {
      group,
      name: 'private key',
      issuePattern: /^YOTI_KEY(_FILE_PATH)?[ :]/,
      run: () => {
        if (application !== undefined)
          return checkPrivateKey(application, readFileMode(keyFilePath))
        return apiUrl === undefined ? EMULATOR_NEEDS_NONE : MISSING_CREDENTIALS
      },
    },
  ]
  if (apiUrl === undefined) return checks

  const skipped = isInsecureUrl(apiUrl) ? INSECURE_URL : MISSING_CREDENTIALS
  const probe =
    application === undefined || skipped === INSECURE_URL
      ? undefined
      : probeYoti({
          application,
          apiUrl,
          ca: target === 'emulator' ? trustedCertificate : undefined,
        })
  return [
    ...checks,
    {
      group,
      name: 'key at Yoti',
      issuePattern: MATCHES_NOTHING,
      run: async () => {
        if (application === undefined || probe === undefined) return skipped
        return diagnoseAccess(application, target, await probe, findOtherApiUrl(target))
      },
    },
    {
      group,
      name: 'clock',
      issuePattern: MATCHES_NOTHING,
      run: async () => (probe === undefined ? skipped : checkClock((await probe).clock)),
    },
  ]
}

const MATCHES_NOTHING = /(?!)/

function isInsecureUrl(apiUrl: string): boolean {
  const url = new URL(apiUrl)
  return url.protocol === 'http:' && !isLoopback(url)
}

/** Also tries the other API, because credentials of sandbox and live are often confused. */
export async function diagnoseAccess(
  application: Application,
  target: Target,
  { error }: YotiProbe,
  otherApiUrl: string | undefined,
): Promise<Finding> {
  const other =
    otherApiUrl !== undefined && isUnknownApplication(error)
      ? await probeYoti({ application, apiUrl: otherApiUrl })
      : undefined
  return checkAccess({ target, error, acceptedByOtherApi: isAccepted(other?.error) })
}

function findOtherApiUrl(target: Target): string | undefined {
  return { live: SANDBOX_API_URL, sandbox: LIVE_API_URL, emulator: undefined }[target]
}

/** undefined on Windows or if the file is missing. */
function readFileMode(path: string | undefined): number | undefined {
  if (path === undefined || process.platform === 'win32') return undefined
  return statSync(path, { throwIfNoEntry: false })?.mode
}
