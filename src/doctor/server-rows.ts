import { inspectDatabase } from '../store/inspect.js'
import { ok } from './finding.js'
import { judgeDatabase } from './judge-database.js'
import { judgeNotifications, judgeRunning } from './judge-reach.js'
import {
  judgeApiKeys,
  judgeAppSecret,
  judgeCookies,
  judgeProxy,
  judgeRateLimit,
  judgeRetention,
  judgeReturnUrls,
  judgeWebhook,
} from './judge-settings.js'
import { reachServer, resolveHost } from './reach.js'
import type { Row, Seen } from './row.js'

export function listServerRows(seen: Seen): Row[] {
  const { config, secrets, running } = seen
  const group = 'This server'
  const always: Row[] = [
    {
      group,
      name: 'app secret',
      about: /^APP_SECRET\b/,
      look: () => judgeAppSecret(secrets.appSecrets, config.workerOnly),
    },
    { group, name: 'rate limit', about: /^RATE_LIMIT\b/, look: () => judgeRateLimit(config) },
    {
      group,
      name: 'presets',
      about: /^SESSION_SPEC_FILE\b/,
      look: () => ok([...config.presets.keys()].join(', ')),
    },
  ]
  if (config.workerOnly) return always
  return [
    {
      group,
      name: 'address',
      about: /^(YOTI_APP_BASE_URL|HTTPS|HOST|PORT|OPS_PORT|EMULATOR_\w+)\b/,
      look: () =>
        ok(
          config.https === 'off'
            ? config.baseUrl
            : `${config.baseUrl}, by a certificate of our own: for development`,
        ),
    },
    {
      group,
      name: 'process',
      about: /(?!)/,
      look: async () => judgeRunning(await running, config.port),
    },
    { group, name: 'proxies', about: /^TRUST_PROXY\b/, look: () => judgeProxy(config) },
    { group, name: 'cookies', about: /(?!)/, look: () => judgeCookies(config) },
    {
      group,
      name: 'notifications',
      about: /notifications, so sessions are followed/,
      look: () => lookFromOutside(seen),
    },
    ...always,
  ]
}

async function lookFromOutside({ config, running }: Seen) {
  const { baseUrl, target } = config
  const url = new URL(baseUrl)
  if (target === 'emulator') {
    return ok('come from the emulator on this machine')
  }
  const [addresses, reach, local] = await Promise.all([
    resolveHost(url.hostname).catch(() => undefined),
    reachServer(baseUrl),
    running,
  ])
  return judgeNotifications({ baseUrl, addresses, reach, running: local.state === 'ours' })
}

export function listStorageRows({ config, secrets, running }: Seen): Row[] {
  const group = 'What it keeps'
  return [
    {
      group,
      name: 'database',
      about: /^(DATABASE_URL|WORKER_ONLY)\b/,
      look: async () => {
        const [inspection, local] = await Promise.all([
          inspectDatabase(secrets.databaseUrl),
          running,
        ])
        return judgeDatabase({
          engine: config.database,
          inspection,
          running: local.state === 'ours',
        })
      },
    },
    {
      group,
      name: 'retention',
      about: /^(CLIENT_SESSION_TOKEN_TTL|RESOURCES_TTL|ERASE_AFTER)\b/,
      look: () => judgeRetention(config),
    },
  ]
}

export function listBackendRows({ config, secrets }: Seen): Row[] {
  const group = 'Your signup backend'
  return [
    {
      group,
      name: 'API keys',
      about: /^(API_KEYS|PUBLIC_START)\b/,
      look: () => judgeApiKeys(config, secrets),
    },
    {
      group,
      name: 'return URLs',
      about: /^RETURN_URL_ORIGINS\b/,
      look: () => judgeReturnUrls(config),
    },
    {
      group,
      name: 'outcome webhook',
      about: /^OUTCOME_WEBHOOK_/,
      look: () => judgeWebhook(secrets),
    },
  ]
}
