import type { AppError } from '../errors.js'
import type { Locks } from '../jobs/locks.js'
import type { YotiClient } from '../yoti/client.js'
import type { ClientSettings, ServerSettings } from './build-spec.js'
import type { Preset } from './preset.js'
import type { EventType, Session } from './session.js'
import type { SessionStore } from './store.js'

export interface Transition {
  session: Session
  before: Session
  /** False when a newer change had overtaken this one. */
  changed: boolean
}

export interface SessionsOptions {
  yoti: Pick<YotiClient, 'createSession' | 'getSession' | 'deleteSession'>
  /** Undefined on live, which has no response configurations. */
  sandbox?: Pick<YotiClient, 'configureSessionResponse'> | undefined
  store: SessionStore
  locks: Locks
  target: string
  server: ServerSettings
  defaultPreset: Preset
  /** Seconds. */
  ownerIdleTimeout: number
  ownerLifetime: number
  /** After the session ended; undefined disables automatic erasure. */
  eraseAfterMs?: number | undefined
  /** Of the start page for undefined. Without it, there are no daily limits. */
  getDailyLimit?: ((callerHash: string | undefined) => number) | undefined
  getClientSettings: (session: Pick<Session, 'callerHash' | 'locale'>) => ClientSettings
  /** Undefined when Yoti cannot reach this server. */
  deriveNotificationToken?: ((reference: string) => string) | undefined
  /** Returns undefined when no webhook is configured for the session. */
  buildEventPayload?:
    ((type: EventType, session: Session, occurredAt: number) => string | undefined) | undefined
  /** Rejects while the database cannot store a session. */
  checkDatabase: () => Promise<void>
  onCreated?: (session: Session) => void
  onSaved?: (transition: Transition) => void
  /** Called when a refresh on demand fails and the stored state is used. */
  onRefreshFailed: (err: AppError) => void
  now: () => number
}
