import { isLoopback } from '#src/config/network.js'
import { formatDuration } from '#src/config/retention.js'
import {
  describeRoute,
  fail,
  ok,
  warn,
  type Check,
  type CheckContext,
  type Finding,
} from './finding.js'
import { checkLocalServer, checkNotifications, probeHealth, resolveHost } from './reachability.js'

export function listServerChecks({ config, secrets, localServer }: CheckContext): Check[] {
  const { baseUrl, https, port, presets, target, trustProxy, workerOnly } = config
  const url = new URL(baseUrl)
  const commonChecks: Check[] = [
    {
      name: 'app secret',
      issues: /^APP_SECRET\b/,
      run: () => checkAppSecret(secrets.appSecrets, workerOnly),
    },
    {
      name: 'rate limit',
      issues: /^RATE_LIMIT\b/,
      run: () =>
        config.rateLimit
          ? ok('on')
          : warn(`off on ${target}, for load tests only`, 'Unset RATE_LIMIT.'),
    },
    {
      name: 'presets',
      issues: /^(SESSION_SPEC_FILE|Preset)\b/,
      run: () => ok([...presets.keys()].join(', ')),
    },
  ]
  if (workerOnly) return commonChecks
  return [
    {
      name: 'address',
      issues: /^(YOTI_APP_BASE_URL|HTTPS|HOST|PORT|OPS_PORT|EMULATOR_\w+)\b/,
      run: () =>
        ok(
          https === 'off' ? baseUrl : `${baseUrl}, with a self-signed certificate for development`,
        ),
    },
    { name: 'process', run: async () => checkLocalServer(await localServer, port) },
    {
      name: 'proxies',
      issues: /^TRUST_PROXY\b/,
      run: () => {
        if (trustProxy === 0) return ok('none trusted')
        return isLoopback(url)
          ? warn(
              `TRUST_PROXY is ${trustProxy}, but YOTI_APP_BASE_URL is on loopback: clients that connect directly can forge their address`,
              'Unset it unless there are that many proxies in front.',
            )
          : ok(`${trustProxy} trusted; must be the number of proxies in front`)
      },
    },
    { name: 'cookies', run: () => checkCookies(url) },
    {
      name: 'notifications',
      issues: /^Yoti cannot send notifications/,
      run: async () => {
        if (target === 'emulator') return ok('sent by the emulator on this machine')
        const [addresses, reach, local] = await Promise.all([
          resolveHost(url),
          probeHealth(baseUrl),
          localServer,
        ])
        const running = local.state === 'this-server'
        return checkNotifications({ baseUrl, addresses, reach, running })
      },
    },
    ...commonChecks,
  ]
}

function checkCookies(baseUrl: URL): Finding {
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

function checkAppSecret(appSecrets: readonly string[] | undefined, workerOnly: boolean): Finding {
  if (appSecrets === undefined) return ok('generated automatically, kept in data/app-secret')
  const olderCount = appSecrets.length - 1
  const older = olderCount === 0 ? '' : `; ${olderCount} older still accepted`
  return ok(`set${workerOnly ? ', must match the web process' : ''}${older}`)
}

export function listRetentionChecks({ config }: CheckContext): Check[] {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = config
  const erased =
    eraseAfterMs === undefined
      ? 'erased earlier only on request'
      : `erased ${formatDuration(eraseAfterMs)} after the end`
  return [
    {
      name: 'retention',
      issues: /^(CLIENT_SESSION_TOKEN_TTL|RESOURCES_TTL|ERASE_AFTER)\b/,
      run: () =>
        ok(
          `${formatDuration(clientSessionTokenTtl * 1000)} to finish, ${formatDuration(resourcesTtl * 1000)} kept at Yoti, ${erased}`,
        ),
    },
  ]
}

export function listBackendChecks({ config, secrets }: CheckContext): Check[] {
  const { returnUrlOrigins } = config
  return [
    {
      name: 'API keys',
      issues: /^(API_KEYS|PUBLIC_START)\b/,
      run: () => checkApiKeys(config, secrets),
    },
    {
      name: 'return URLs',
      issues: /^RETURN_URL_ORIGINS\b/,
      run: () => ok(returnUrlOrigins.join(', ') || 'none accepted'),
    },
    {
      name: 'outcome webhook',
      issues: /^OUTCOME_WEBHOOK_/,
      run: () => checkWebhook(secrets),
    },
  ]
}

function checkApiKeys(
  { publicStart, target }: CheckContext['config'],
  { apiKeys }: CheckContext['secrets'],
): Finding {
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
function checkWebhook({ webhook }: CheckContext['secrets']): Finding {
  if (webhook === undefined) return ok('not set: your backend must poll for outcomes')
  const { length } = webhook.secrets
  return ok(
    `to ${new URL(webhook.url).origin}, ${describeRoute(webhook.url)}, signed with ${length} secret${length === 1 ? '' : 's'}`,
  )
}
