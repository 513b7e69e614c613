import { statSync } from 'node:fs'
import { getAuthUrl, type Config, type Secrets } from '#src/config/config.js'
import { isLoopback } from '#src/config/network.js'
import { formatDuration } from '#src/config/retention.js'
import { describeCookie } from '#src/http/base-url.js'
import { BACKEND_CHECKS } from './backend.js'
import { checkDatabase } from './database.js'
import { fail, ok, warn, type Check, type CheckContext, type Finding } from './check.js'
import { checkExtraAuthorities, describeRoute } from './outgoing.js'
import { checkLocalServer, checkNotifications, probeHealth, resolveHost } from './reachability.js'
import { checkAccess, checkClock, probeYoti } from './yoti-access.js'

/** One signed request for two checks, unless it must not be sent. */
export async function checkYoti(
  config: Config,
  { application }: Secrets,
  ca: string | undefined,
): CheckContext['yoti'] {
  const { apiUrl, target } = config
  if (apiUrl?.startsWith('http:') && !isLoopback(new URL(apiUrl))) {
    return { access: INSECURE_URL, clock: INSECURE_URL }
  }
  if (application === undefined || apiUrl === undefined) {
    return { access: MISSING_CREDENTIALS, clock: MISSING_CREDENTIALS }
  }
  const authUrl = getAuthUrl(config, apiUrl)
  const { error, clock } = await probeYoti({ application, apiUrl, authUrl, ca })
  return { access: await checkAccess(application, target, error), clock: checkClock(clock) }
}

const EMULATOR_NEEDS_NONE = ok('not set: the built-in emulator needs none')
const MISSING_CREDENTIALS = warn('not checked: no credentials', 'Fix the SDK id and the key first.')
const INSECURE_URL = warn(
  'not checked: signed requests are never sent over http to another machine',
  'Fix YOTI_IDV_API_URL first.',
)

const servesPages = ({ config }: CheckContext) => !config.workerOnly
const hasApiUrl = ({ config }: CheckContext) => config.apiUrl !== undefined

/** By group, in display order. */
export const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  Yoti: [
    {
      name: 'target',
      issues: /^YOTI_(TARGET|IDV_API_URL)\b/,
      run: ({ config: { target, apiUrl } }) =>
        ok(apiUrl === undefined ? 'built-in emulator' : `${target}: ${apiUrl}`),
    },
    {
      name: 'SDK id',
      issues: /^YOTI_CLIENT_SDK_ID\b/,
      run: (context) => (hasApiUrl(context) ? ok('a UUID') : EMULATOR_NEEDS_NONE),
    },
    { name: 'private key', issues: /^YOTI_KEY(_FILE_PATH)?[ :]/, run: checkPrivateKey },
    {
      name: 'connection',
      issues: /^(HTTPS_PROXY|NO_PROXY)\b/,
      applies: hasApiUrl,
      run: ({ config: { apiUrl = '' } }) => ok(describeRoute(apiUrl)),
    },
    {
      name: 'extra CA',
      applies: ({ caFilePath = '' }) => caFilePath !== '',
      run: ({ caFilePath = '' }) => checkExtraAuthorities(caFilePath),
    },
    { name: 'key at Yoti', applies: hasApiUrl, run: async ({ yoti }) => (await yoti).access },
    { name: 'clock', applies: hasApiUrl, run: async ({ yoti }) => (await yoti).clock },
  ],

  'This server': [
    {
      name: 'address',
      issues: /^(YOTI_APP_BASE_URL|HTTPS|HOST|PORT|OPS_PORT|EMULATOR_\w+)\b/,
      applies: servesPages,
      run: ({ config: { baseUrl, https } }) =>
        ok(
          https === 'off' ? baseUrl : `${baseUrl}, with a self-signed certificate for development`,
        ),
    },
    {
      name: 'process',
      applies: servesPages,
      run: async ({ config, localServer }) => checkLocalServer(await localServer, config.port),
    },
    { name: 'proxies', issues: /^TRUST_PROXY\b/, applies: servesPages, run: checkProxies },
    { name: 'cookies', applies: servesPages, run: checkCookies },
    {
      name: 'notifications',
      issues: /^Yoti cannot send notifications/,
      applies: servesPages,
      run: async ({ config: { baseUrl, target }, localServer }) => {
        if (target === 'emulator') return ok('sent by the emulator on this machine')
        const [addresses, reach, local] = await Promise.all([
          resolveHost(new URL(baseUrl)),
          probeHealth(baseUrl),
          localServer,
        ])
        const running = local.state === 'this-server'
        return checkNotifications({ baseUrl, addresses, reach, running })
      },
    },
    {
      name: 'business',
      issues: /^(BRAND_FILE|BUSINESS_NAME)\b/,
      isFatal: true,
      applies: servesPages,
      run: checkBusiness,
    },
    { name: 'app secret', issues: /^APP_SECRET(_FILE)?\b/, run: checkAppSecret },
    {
      name: 'rate limit',
      issues: /^RATE_LIMIT\b/,
      run: ({ config: { rateLimit, target } }) =>
        rateLimit ? ok('on') : warn(`off on ${target}, for load tests only`, 'Unset RATE_LIMIT.'),
    },
    {
      name: 'presets',
      issues: /^(SESSION_SPEC_FILE|Preset)\b/,
      run: ({ config }) => ok([...config.presets.keys()].join(', ')),
    },
  ],

  Storage: [
    {
      name: 'database TLS',
      issues: /^DATABASE_URL crosses/,
      applies: ({ config }) => config.databaseEngine === 'postgres',
      run: () => ok('verified, or not needed because the server is on this machine'),
    },
    {
      name: 'database',
      issues: /^(DATABASE_URL(_FILE)?|WORKER_ONLY|MIGRATE)\b/,
      run: ({ config, secrets, localServer }) =>
        checkDatabase(
          secrets.databaseUrl,
          localServer.then(({ state }) => state === 'this-server'),
          config.migrate,
        ),
    },
    {
      name: 'retention',
      issues: /^(CLIENT_SESSION_TOKEN_TTL|RESOURCES_TTL|ERASE_AFTER)\b/,
      run: ({ config: { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } }) => {
        const erased =
          eraseAfterMs === undefined
            ? 'erased earlier only on request'
            : `erased ${formatDuration(eraseAfterMs)} after the end`
        return ok(
          `${formatDuration(clientSessionTokenTtl * 1000)} to finish, ${formatDuration(resourcesTtl * 1000)} kept at Yoti, ${erased}`,
        )
      },
    },
  ],

  'Your signup backend': BACKEND_CHECKS,
}

function checkPrivateKey({ config, secrets: { application }, keyFilePath }: CheckContext): Finding {
  if (application === undefined) {
    return config.apiUrl === undefined ? EMULATOR_NEEDS_NONE : MISSING_CREDENTIALS
  }
  const seen = `RSA, ${application.key.asymmetricKeyDetails?.modulusLength ?? 0} bits, valid`
  const mode =
    keyFilePath === undefined || process.platform === 'win32'
      ? 0
      : (statSync(keyFilePath, { throwIfNoEntry: false })?.mode ?? 0)
  return (mode & 0o077) === 0
    ? ok(seen)
    : warn(
        `${seen}, but other users on this machine can read the file`,
        'Restrict the file in YOTI_KEY_FILE_PATH to this user: chmod 600.',
      )
}

function checkBusiness({ config: { brands } }: CheckContext): Finding {
  const names = [brands.default, ...brands.callers].flatMap(({ name }) => name ?? [])
  return ok([...new Set(names)].join(', ') || 'not named, which only live needs')
}

function checkProxies({ config: { baseUrl, trustProxy } }: CheckContext): Finding {
  if (trustProxy === 0) return ok('none trusted')
  return isLoopback(new URL(baseUrl))
    ? warn(
        `TRUST_PROXY is ${trustProxy}, but YOTI_APP_BASE_URL is on loopback: clients that connect directly can forge their address`,
        'Unset it unless there are that many proxies in front.',
      )
    : ok(`${trustProxy} trusted; must be the number of proxies in front`)
}

function checkCookies({ config }: CheckContext): Finding {
  const { name } = describeCookie('owner', config.baseUrl)
  const baseUrl = new URL(config.baseUrl)
  if (baseUrl.protocol === 'https:') {
    return ok(`${name}, Secure, because the base URL is https`)
  }
  return isLoopback(baseUrl)
    ? ok(`${name}, not Secure, because the base URL is http on loopback`)
    : fail(
        `${name}, not Secure: ${baseUrl.origin} is http, so cookies can be intercepted and browsers deny the camera`,
        'Terminate https in a proxy, or set HTTPS=self-signed for development, and change YOTI_APP_BASE_URL to https.',
      )
}

function checkAppSecret({ config, secrets: { appSecrets } }: CheckContext): Finding {
  if (appSecrets === undefined) return ok('generated automatically, kept in data/app-secret')
  const olderCount = appSecrets.length - 1
  const older = olderCount === 0 ? '' : `; ${olderCount} older still accepted`
  return ok(`set${config.workerOnly ? ', must match the web process' : ''}${older}`)
}
