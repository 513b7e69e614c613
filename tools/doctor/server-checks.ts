import { inspectDatabase } from '#src/store/inspect-database.js'
import { ok } from './finding.js'
import { checkDatabase } from './check-database.js'
import { checkNotifications, checkLocalServer } from './check-reachability.js'
import {
  checkApiKeys,
  checkAppSecret,
  checkCookies,
  checkProxy,
  checkRateLimit,
  checkRetention,
  checkReturnUrls,
  checkWebhook,
} from './check-settings.js'
import { probeHealth, resolveHost } from './probe-health.js'
import type { Check, CheckContext } from './check.js'

export function listServerChecks(context: CheckContext): Check[] {
  const { config, secrets, localServer } = context
  const group = 'This server'
  const commonChecks: Check[] = [
    {
      group,
      name: 'app secret',
      issuePattern: /^APP_SECRET\b/,
      run: () => checkAppSecret(secrets.appSecrets, config.workerOnly),
    },
    { group, name: 'rate limit', issuePattern: /^RATE_LIMIT\b/, run: () => checkRateLimit(config) },
    {
      group,
      name: 'presets',
      issuePattern: /^(SESSION_SPEC_FILE|Preset)\b/,
      run: () => ok([...config.presets.keys()].join(', ')),
    },
  ]
  if (config.workerOnly) return commonChecks
  return [
    {
      group,
      name: 'address',
      issuePattern: /^(YOTI_APP_BASE_URL|HTTPS|HOST|PORT|OPS_PORT|EMULATOR_\w+)\b/,
      run: () =>
        ok(
          config.https === 'off'
            ? config.baseUrl
            : `${config.baseUrl}, with a self-signed certificate for development`,
        ),
    },
    {
      group,
      name: 'process',
      issuePattern: /(?!)/,
      run: async () => checkLocalServer(await localServer, config.port),
    },
    { group, name: 'proxies', issuePattern: /^TRUST_PROXY\b/, run: () => checkProxy(config) },
    { group, name: 'cookies', issuePattern: /(?!)/, run: () => checkCookies(config) },
    {
      group,
      name: 'notifications',
      issuePattern: /^Yoti cannot send notifications/,
      run: () => runNotificationCheck(context),
    },
    ...commonChecks,
  ]
}

async function runNotificationCheck({ config, localServer }: CheckContext) {
  const { baseUrl, target } = config
  const url = new URL(baseUrl)
  if (target === 'emulator') {
    return ok('sent by the emulator on this machine')
  }
  const [addresses, reach, local] = await Promise.all([
    resolveHost(url.hostname).catch(() => undefined),
    probeHealth(baseUrl),
    localServer,
  ])
  return checkNotifications({ baseUrl, addresses, reach, running: local.state === 'this-server' })
}

export function listStorageChecks({ config, secrets, localServer }: CheckContext): Check[] {
  const group = 'Storage'
  return [
    {
      group,
      name: 'database',
      issuePattern: /^(DATABASE_URL|WORKER_ONLY)\b/,
      run: async () => {
        const [inspection, local] = await Promise.all([
          inspectDatabase(secrets.databaseUrl),
          localServer,
        ])
        return checkDatabase({
          engine: config.databaseEngine,
          inspection,
          running: local.state === 'this-server',
        })
      },
    },
    {
      group,
      name: 'retention',
      issuePattern: /^(CLIENT_SESSION_TOKEN_TTL|RESOURCES_TTL|ERASE_AFTER)\b/,
      run: () => checkRetention(config),
    },
  ]
}

export function listBackendChecks({ config, secrets }: CheckContext): Check[] {
  const group = 'Your signup backend'
  return [
    {
      group,
      name: 'API keys',
      issuePattern: /^(API_KEYS|PUBLIC_START)\b/,
      run: () => checkApiKeys(config, secrets),
    },
    {
      group,
      name: 'return URLs',
      issuePattern: /^RETURN_URL_ORIGINS\b/,
      run: () => checkReturnUrls(config),
    },
    {
      group,
      name: 'outcome webhook',
      issuePattern: /^OUTCOME_WEBHOOK_/,
      run: () => checkWebhook(secrets),
    },
  ]
}
