import { statSync } from 'node:fs'
import { getAuthUrl, type Application, type Config, type Secrets } from '#src/config/config.js'
import { findProxy, isLoopback } from '#src/config/network.js'
import { formatDuration } from '#src/config/retention.js'
import { checkDatabase } from './database.js'
import { fail, ok, warn, type Finding } from './finding.js'
import {
  checkLocalServer,
  checkNotifications,
  probeHealth,
  resolveHost,
  type HealthProbe,
} from './reachability.js'
import { checkAccess, checkClock, probeYoti, type YotiProbe } from './yoti-access.js'

export interface CheckContext {
  config: Config
  secrets: Secrets
  /** Whether this server is running on this machine. */
  localServer: Promise<HealthProbe>
  yoti: ReturnType<typeof probeConfiguredYoti>
  keyFilePath: string | undefined
}

/** One signed request for several checks, or their finding if it must not be sent. */
export async function probeConfiguredYoti(
  config: Config,
  { application }: Secrets,
  ca: string | undefined,
): Promise<Finding | (YotiProbe & { application: Application })> {
  const { apiUrl } = config
  if (apiUrl?.startsWith('http:') && !isLoopback(new URL(apiUrl))) return INSECURE_URL
  if (application === undefined || apiUrl === undefined) return MISSING_CREDENTIALS
  const authUrl = getAuthUrl(config, apiUrl)
  return { ...(await probeYoti({ application, apiUrl, authUrl, ca })), application }
}

export interface Check {
  name: string
  /** The problems and warnings of the configuration that are shown instead of running it. */
  issues?: RegExp
  applies?: (context: CheckContext) => boolean
  run: (context: CheckContext) => Finding | Promise<Finding>
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
      name: 'key at Yoti',
      applies: hasApiUrl,
      run: async ({ config, yoti }) => {
        const probe = await yoti
        if ('seen' in probe) return probe
        return checkAccess(probe.application, config.target, probe.error)
      },
    },
    {
      name: 'clock',
      applies: hasApiUrl,
      run: async ({ yoti }) => {
        const probe = await yoti
        return 'seen' in probe ? probe : checkClock(probe.clock)
      },
    },
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
    { name: 'app secret', issues: /^APP_SECRET\b/, run: checkAppSecret },
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
      name: 'database',
      issues: /^(DATABASE_URL|WORKER_ONLY)\b/,
      run: ({ secrets, localServer }) =>
        checkDatabase(
          secrets.databaseUrl,
          localServer.then(({ state }) => state === 'this-server'),
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

  'Your signup backend': [
    { name: 'API keys', issues: /^(API_KEYS|PUBLIC_START)\b/, run: checkApiKeys },
    {
      name: 'return URLs',
      issues: /^RETURN_URL_ORIGINS\b/,
      run: ({ config }) => ok(config.returnUrlOrigins.join(', ') || 'none accepted'),
    },
    { name: 'outcome webhook', issues: /^OUTCOME_WEBHOOK_/, run: checkWebhook },
  ],
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
  const baseUrl = new URL(config.baseUrl)
  if (baseUrl.protocol === 'https:') {
    return ok('__Host-owner, Secure, because the base URL is https')
  }
  return isLoopback(baseUrl)
    ? ok('owner, not Secure, because the base URL is http on loopback')
    : fail(
        `owner, not Secure: ${baseUrl.origin} is http, so cookies can be intercepted and browsers deny the camera`,
        'Terminate https in a proxy, or set HTTPS=self-signed for development, and change YOTI_APP_BASE_URL to https.',
      )
}

function checkAppSecret({ config, secrets: { appSecrets } }: CheckContext): Finding {
  if (appSecrets === undefined) return ok('generated automatically, kept in data/app-secret')
  const olderCount = appSecrets.length - 1
  const older = olderCount === 0 ? '' : `; ${olderCount} older still accepted`
  return ok(`set${config.workerOnly ? ', must match the web process' : ''}${older}`)
}

function checkApiKeys({ config, secrets: { apiKeys } }: CheckContext): Finding {
  const { publicStart, target } = config
  if (target === 'live' && publicStart) {
    return warn(
      'anyone can create billed sessions on the start page',
      apiKeys.length === 0
        ? 'Set API_KEYS to let your signup backend create them, which closes the start page.'
        : 'Unset PUBLIC_START to close it.',
    )
  }
  // Not their names: if caller and secret are swapped, the name is a secret.
  const callers = new Set(apiKeys.map(({ caller }) => caller)).size
  const start = publicStart ? 'open to everyone' : 'closed'
  return ok(
    callers === 0
      ? `none: the JSON API returns 401, and the start page is ${start}`
      : `${apiKeys.length} for ${callers} caller${callers === 1 ? '' : 's'}; the start page is ${start}`,
  )
}

/** Shows only the origin, because the URL may contain a token. */
function checkWebhook({ secrets: { webhook } }: CheckContext): Finding {
  if (webhook === undefined) return ok('not set: your backend must poll for outcomes')
  const { length } = webhook.secrets
  return ok(
    `to ${new URL(webhook.url).origin}, ${describeRoute(webhook.url)}, signed with ${length} secret${length === 1 ? '' : 's'}`,
  )
}

/** Without the proxy's credentials. */
function describeRoute(url: string): string {
  const proxyUrl = findProxy(url)
  return proxyUrl === undefined ? 'direct' : `through the proxy ${new URL(proxyUrl).host}`
}
