import type { Logger } from 'pino'
import type { Parts } from './app.js'
import type { Application } from './config/application.js'
import type { Config } from './config.js'
import { createResults } from './results/create-results.js'
import { createMemoryStore } from './sessions/memory-store.js'
import { createSessions } from './sessions/sessions.js'
import { describeStart } from './verify/describe-start.js'
import { createYotiClient } from './yoti/client.js'

/** The composition root: every long-lived part, built once, with what it needs by name. */
export function buildParts(
  config: Config,
  application: Application,
  apiUrl: string,
  logger: Logger,
  now: () => number = Date.now,
): Parts {
  const { preset, target, clientSessionTokenTtl, resourcesTtl } = config
  const yoti = createYotiClient({
    ...application,
    apiUrl,
    onCall: (call) => {
      logger.debug(call, 'call to Yoti')
    },
  })
  const sessions = createSessions({
    yoti,
    store: createMemoryStore((clientSessionTokenTtl + resourcesTtl) * 1000),
    target,
    preset,
    now,
    server: { baseUrl: config.baseUrl, clientSessionTokenTtl, resourcesTtl },
    onUnread: (err) => {
      logger.warn({ err }, 'Yoti could not be asked; going on with what was known')
    },
  })
  return {
    config,
    apiUrl,
    logger,
    yoti,
    sessions,
    results: createResults({ yoti, show: config.resultsPage }),
    start: describeStart(preset.spec, clientSessionTokenTtl, resourcesTtl),
  }
}
