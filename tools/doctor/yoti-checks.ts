import { statSync } from 'node:fs'
import { getAuthUrl, type Application } from '#src/config/config.js'
import { isLoopback } from '#src/config/network.js'
import { describeRoute, ok, warn, type Check, type CheckContext, type Finding } from './finding.js'
import { checkAccess, checkClock, probeYoti } from './yoti-access.js'

const EMULATOR_NEEDS_NONE = ok('not set: the built-in emulator needs none')
const MISSING_CREDENTIALS = warn('not checked: no credentials', 'Fix the SDK id and the key first.')
const INSECURE_URL = warn(
  'not checked: signed requests are never sent over http to another machine',
  'Fix YOTI_IDV_API_URL first.',
)

export function listYotiChecks(context: CheckContext): Check[] {
  const { target, apiUrl } = context.config
  const { application } = context.secrets
  const checks: Check[] = [
    {
      name: 'target',
      issues: /^YOTI_(TARGET|IDV_API_URL)\b/,
      run: () => ok(apiUrl === undefined ? 'built-in emulator' : `${target}: ${apiUrl}`),
    },
    {
      name: 'SDK id',
      issues: /^YOTI_CLIENT_SDK_ID\b/,
      run: () => (apiUrl === undefined ? EMULATOR_NEEDS_NONE : ok('a UUID')),
    },
    {
      name: 'private key',
      issues: /^YOTI_KEY(_FILE_PATH)?[ :]/,
      run: () => {
        if (application !== undefined) return checkPrivateKey(application, context.keyFilePath)
        return apiUrl === undefined ? EMULATOR_NEEDS_NONE : MISSING_CREDENTIALS
      },
    },
  ]
  if (apiUrl === undefined) return checks

  const isInsecure = apiUrl.startsWith('http:') && !isLoopback(new URL(apiUrl))
  if (application === undefined || isInsecure) {
    const run = () => (isInsecure ? INSECURE_URL : MISSING_CREDENTIALS)
    return [...checks, { name: 'key at Yoti', run }, { name: 'clock', run }]
  }
  const ca = target === 'emulator' ? context.trustedCertificate : undefined
  const probe = probeYoti({ application, apiUrl, authUrl: getAuthUrl(context.config, apiUrl), ca })
  return [
    ...checks,
    {
      name: 'connection',
      issues: /^(HTTPS_PROXY|NO_PROXY)\b/,
      run: () => ok(describeRoute(apiUrl)),
    },
    {
      name: 'key at Yoti',
      run: async () => checkAccess(application, target, (await probe).error),
    },
    { name: 'clock', run: async () => checkClock((await probe).clock) },
  ]
}

function checkPrivateKey({ key }: Application, path: string | undefined): Finding {
  const seen = `RSA, ${key.asymmetricKeyDetails?.modulusLength ?? 0} bits, valid`
  const mode =
    path === undefined || process.platform === 'win32'
      ? 0
      : (statSync(path, { throwIfNoEntry: false })?.mode ?? 0)
  return (mode & 0o077) === 0
    ? ok(seen)
    : warn(
        `${seen}, but other users on this machine can read the file`,
        'Restrict the file in YOTI_KEY_FILE_PATH to this user: chmod 600.',
      )
}
