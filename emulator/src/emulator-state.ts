import { createPublicKey } from 'node:crypto'
import { createAccessTokens } from './access-tokens/access-tokens.js'
import type { Application } from './application.js'
import { createMovableClock, systemClock, type Clock } from './clock.js'
import { createOutcomeWebhooks } from './control/outcome-webhooks.js'
import { createTrackings } from './control/trackings.js'
import type { ReceivedRequest } from './http/route.js'
import { createNotifications } from './notifications/notifications.js'
import { createRecentItems } from './recent-items.js'
import { createSessionStore } from './sessions/session-store.js'
import type { Timeline } from './sessions/session.js'

export interface EmulatorOptions {
  host?: string
  port?: number
  /** The origin where others reach it, if not its own host and port. */
  publicUrl?: string
  /** Serves https with this certificate, and trusts it when sending notifications. */
  tls?: { key: string; cert: string } | undefined
  applications: { sdkId: string; publicKey: string }[]
  clock?: Clock
  timeline?: Partial<Timeline>
  /** Divides every delay of the timeline. */
  speed?: number
  /** Number of received requests to keep. */
  recordLimit?: number
  /** Also keeps their query, headers and bodies. Only if set to true, the inbox shows bodies. */
  recordContent?: boolean
  notificationRetries?: number
}

/** What one emulator remembers, for its API, its control calls and its inbox. */
export type EmulatorState = ReturnType<typeof createEmulatorState>

export function createEmulatorState(options: EmulatorOptions) {
  const clock = createMovableClock(options.clock ?? systemClock)
  const { now } = clock
  const showContent = options.recordContent === true
  return {
    clock,
    /** By lower-case SDK id. */
    applications: new Map(
      options.applications.map(({ sdkId, publicKey: pem }): [string, Application] => [
        sdkId.toLowerCase(),
        { sdkId, publicKey: createPublicKey(pem), responseConfig: undefined },
      ]),
    ),
    accessTokens: createAccessTokens(clock),
    sessions: createSessionStore(),
    trackings: createTrackings(),
    requestLog: createRecentItems<ReceivedRequest>(options.recordLimit ?? 1_000),
    notifications: createNotifications({
      now,
      retries: options.notificationRetries ?? 0,
      certificate: options.tls?.cert,
    }),
    webhooks: createOutcomeWebhooks(now, showContent),
    /** Query, headers and body contain secrets and personal data, and are stored for tests only. */
    recordContent: options.recordContent ?? true,
    showContent,
  }
}
