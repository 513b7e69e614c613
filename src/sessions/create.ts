import { v4 as uuid } from 'uuid'
import { SessionLimitError } from '../errors.js'
import type { OutcomeCriteria } from '../outcome/outcome.js'
import type { YotiClient } from '../yoti/client.js'
import { mayHaveSucceeded } from '../yoti/errors.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import {
  buildSessionSpec,
  type ClientSettings,
  type Preset,
  type ServerSettings,
  type SessionScenario,
} from './preset.js'
import { computeYotiRetentionEndsAt, MIN_JOB_DELAY_MS } from './refresh.js'
import type { Session } from './session.js'
import type { AttemptCount, Handover, SessionStore, Subject } from './store.js'

export interface SessionCreatorOptions {
  yoti: Pick<YotiClient, 'createSession'>
  /** Undefined on live, which has no response configurations. */
  sandbox?: Pick<YotiClient, 'configureSessionResponse'> | undefined
  store: SessionStore
  target: string
  server: ServerSettings
  /** Undefined when Yoti cannot reach this server. */
  buildNotificationsConfig?: ((reference: string) => SessionSpec['notifications']) | undefined
  /** Of the start page for undefined. Without it, there are no daily limits. */
  getDailyLimit?: ((callerHash: string | undefined) => number) | undefined
  getClientSettings: (session: {
    callerHash?: string
    locale?: string | undefined
  }) => ClientSettings
  /** Rejects while the database cannot store a session. */
  checkDatabase: () => Promise<void>
  onCreated?: (session: Session) => void
  now: () => number
}

interface CreationDetails {
  handover?: Handover
  returnUrl?: string | undefined
  locale?: string | undefined
}

export interface SessionTemplate {
  preset: Preset
  scenario?: SessionScenario | undefined
}

const ONE_DAY_MS = 24 * 60 * 60 * 1000
/** Yoti bills every session except those of a scenario. */
const DAILY_USER_LIMIT = 20

export interface NewSession {
  session: Session
  unfinishedAttemptAt: number | undefined
}

export function createSessionCreator(options: SessionCreatorOptions) {
  const { yoti, sandbox, store, target, server, now } = options
  const { buildNotificationsConfig, getDailyLimit, checkDatabase, onCreated } = options
  const { getClientSettings } = options
  let storingFailed = false

  const throwLimitError = (label: string, limit: number, remainingMs: number): never => {
    // The clock may have been set back.
    const seconds = Math.ceil(Math.min(remainingMs, ONE_DAY_MS) / 1000)
    throw new SessionLimitError(label, limit, Math.max(1, seconds))
  }

  /** In 24 hours. */
  const enforceUserLimit = (
    subject: Subject,
    { count, firstAt }: AttemptCount,
    time: number,
  ): void => {
    if (count < DAILY_USER_LIMIT) return
    const label = 'ownerHash' in subject ? 'This browser' : 'This user reference'
    throwLimitError(label, DAILY_USER_LIMIT, firstAt + ONE_DAY_MS - time)
  }

  /** In a UTC day. */
  const countTowardsLimit = async (
    callerHash: string | undefined,
    limit: number,
    time: number,
  ): Promise<void> => {
    if (await store.incrementDailyCount(callerHash, time, limit)) return
    const label = callerHash === undefined ? 'The start page' : 'This API caller'
    throwLimitError(label, limit, ONE_DAY_MS - (time % ONE_DAY_MS))
  }

  /** Before Yoti is called, so that a failing database costs no session. */
  const recordAttempt = async (subject: Subject, billed: boolean) => {
    const createdAt = now()
    const callerHash = 'callerHash' in subject ? subject.callerHash : undefined
    const limit = billed ? getDailyLimit?.(callerHash) : undefined
    const attempts = await store.countAttempts(subject, createdAt - ONE_DAY_MS)
    if (limit !== undefined) enforceUserLimit(subject, attempts, createdAt)
    // The attempt is small: on a full disk it may fit where the session did not.
    if (storingFailed) await checkDatabase()
    if (limit !== undefined) await countTowardsLimit(callerHash, limit, createdAt)
    const reference = uuid()
    await store.insertAttempt({ ...subject, reference, billed, createdAt })
    return { reference, unfinishedAttemptAt: attempts.unfinishedAt }
  }

  const createAtYoti = async (spec: SessionSpec, subject: Subject, reference: string) => {
    const notifications = buildNotificationsConfig?.(reference)
    try {
      return await yoti.createSession({
        ...spec,
        ...(notifications === undefined ? {} : { notifications }),
        ...('userReference' in subject ? { user_tracking_id: subject.userReference } : {}),
      })
    } catch (err) {
      // If this fails, too, the attempt counts towards the daily limits.
      if (!mayHaveSucceeded(err)) await store.deleteAttempt(reference).catch(() => undefined)
      throw err
    }
  }

  const storeSession = async (session: Session, handover?: Handover): Promise<void> => {
    const { sessionId, createdAt } = session
    const dueAt = createdAt + MIN_JOB_DELAY_MS
    try {
      await store.insert(session, [{ type: 'refresh', sessionId, dueAt }], handover)
      storingFailed = false
    } catch (err) {
      storingFailed = true
      throw err
    }
  }

  return async function createSession(
    { preset, scenario }: SessionTemplate,
    subject: Subject,
    { handover, returnUrl, locale }: CreationDetails = {},
  ): Promise<NewSession> {
    const { reference, unfinishedAttemptAt } = await recordAttempt(subject, scenario === undefined)
    const spec = buildSessionSpec(preset, server, getClientSettings({ ...subject, locale }))
    const created = await createAtYoti(spec, subject, reference)
    const createdAt = now()
    if (scenario?.responseConfig !== undefined) {
      const config = scenario.responseConfig(createdAt)
      await sandbox?.configureSessionResponse(created.session_id, config)
    }
    await scenario?.prepare?.(created.session_id)
    const tokenExpiresAt = createdAt + created.client_session_token_ttl * 1000
    const session: Session = {
      sessionId: created.session_id,
      reference,
      target,
      ...subject,
      ...('ownerHash' in subject ? { ownerSeenAt: createdAt } : {}),
      ...(returnUrl === undefined ? {} : { returnUrl }),
      ...(locale === undefined ? {} : { locale }),
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
    await storeSession(session, handover)
    onCreated?.(session)
    return { session, unfinishedAttemptAt }
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
