import { v4 as uuid } from 'uuid'
import { SessionLimitError } from '../errors.js'
import type { OutcomeCriteria } from '../outcome/outcome.js'
import type { YotiClient } from '../yoti/client.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import {
  buildSessionSpec,
  type Preset,
  type ServerSettings,
  type SessionScenario,
} from './preset.js'
import { computeYotiRetentionEndsAt, MIN_JOB_DELAY_MS } from './refresh.js'
import type { Session } from './session.js'
import type { Handover, SubjectFilter, SessionStore } from './store.js'

export interface SessionCreatorOptions {
  yoti: Pick<YotiClient, 'createSession'>
  /** Undefined on live, which has no response configurations. */
  sandbox?: Pick<YotiClient, 'configureSessionResponse'> | undefined
  store: SessionStore
  target: string
  server: ServerSettings
  /** Undefined when Yoti cannot reach this server. */
  buildNotificationsConfig?: ((reference: string) => SessionSpec['notifications']) | undefined
  dailyLimitsEnabled: boolean
  onCreated?: (session: Session) => void
  now: () => number
}

export interface SessionTemplate {
  preset: Preset
  scenario?: SessionScenario | undefined
}

export type SessionSubject = Pick<
  Session,
  'ownerHash' | 'callerHash' | 'userReference' | 'returnUrl'
>

const ONE_DAY_MS = 24 * 60 * 60 * 1000
/** Yoti bills every session except those of a scenario. */
const DAILY_LIMIT = { user: 20, caller: 10_000 }

export function createSessionCreator(options: SessionCreatorOptions) {
  const { yoti, sandbox, store, target, server, now } = options
  const { buildNotificationsConfig, dailyLimitsEnabled, onCreated } = options

  const enforceDailyLimit = async (
    filter: SubjectFilter,
    limit: number,
    subjectLabel: string,
  ): Promise<void> => {
    const time = now()
    const { count, firstAt } = await store.countSince(filter, time - ONE_DAY_MS)
    if (count < limit) return
    // The clock may have been set back.
    const remainingMs = Math.min(firstAt + ONE_DAY_MS - time, ONE_DAY_MS)
    const retryAfterSeconds = Math.max(1, Math.ceil(remainingMs / 1000))
    throw new SessionLimitError(subjectLabel, limit, retryAfterSeconds)
  }

  const enforceDailyLimits = async (subject: SessionSubject): Promise<void> => {
    const { ownerHash, callerHash, userReference } = subject
    if (callerHash === undefined) {
      if (ownerHash !== undefined) {
        await enforceDailyLimit({ ownerHash }, DAILY_LIMIT.user, 'This browser')
      }
      return
    }
    if (userReference !== undefined) {
      const user = { callerHash, userReference }
      await enforceDailyLimit(user, DAILY_LIMIT.user, 'This user reference')
    }
    await enforceDailyLimit({ callerHash }, DAILY_LIMIT.caller, 'This API caller')
  }

  /** A crash between Yoti's response and the insert loses a billed session: Yoti has no idempotency keys. */
  return async (
    { preset, scenario }: SessionTemplate,
    subject: SessionSubject,
    handover?: Handover,
  ): Promise<Session> => {
    if (dailyLimitsEnabled && scenario === undefined) await enforceDailyLimits(subject)
    const reference = uuid()
    const spec = buildSessionSpec(preset, server)
    const notifications = buildNotificationsConfig?.(reference)
    const created = await yoti.createSession({
      ...spec,
      ...(notifications === undefined ? {} : { notifications }),
      ...(subject.userReference === undefined ? {} : { user_tracking_id: subject.userReference }),
    })
    if (scenario?.responseConfig !== undefined) {
      await sandbox?.configureSessionResponse(created.session_id, scenario.responseConfig)
    }
    const createdAt = now()
    const tokenExpiresAt = createdAt + created.client_session_token_ttl * 1000
    const session: Session = {
      sessionId: created.session_id,
      reference,
      target,
      ...subject,
      presetName: preset.name,
      ...(scenario === undefined ? {} : { scenario: scenario.name }),
      outcomeCriteria: toOutcomeCriteria(spec),
      state: 'ONGOING',
      outcome: 'PENDING',
      reasons: [],
      checks: [],
      clientSessionToken: created.client_session_token,
      createdAt,
      tokenExpiresAt,
      lastRefreshedAt: createdAt,
      yotiRetentionEndsAt: computeYotiRetentionEndsAt({ tokenExpiresAt }, server.resourcesTtl),
    }
    const dueAt = createdAt + MIN_JOB_DELAY_MS
    await store.insert(
      session,
      [{ type: 'refresh', sessionId: session.sessionId, dueAt }],
      handover,
    )
    onCreated?.(session)
    return session
  }
}

/** Copies only these fields, because a specification may contain credentials of other services. */
function toOutcomeCriteria(spec: SessionSpec): OutcomeCriteria {
  const pickType = ({ type }: { type: string }) => ({ type })
  return {
    requested_checks: spec.requested_checks?.map(pickType),
    required_documents: spec.required_documents?.map(pickType),
    identity_profile_requirements: spec.identity_profile_requirements,
    advanced_identity_profile_requirements: spec.advanced_identity_profile_requirements,
  }
}
