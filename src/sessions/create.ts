import { v4 as uuid } from 'uuid'
import { SessionLimitError } from '../errors.js'
import type { OutcomeCriteria } from '../outcome/outcome.js'
import { mayHaveSucceeded } from '../yoti/errors.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import type { SessionsOptions } from './options.js'
import { buildSessionSpec, type Preset, type SessionScenario } from './preset.js'
import { computeYotiRetentionEndsAt, MIN_JOB_DELAY_MS } from './refresh.js'
import type { Session } from './session.js'
import type { Handover, Subject } from './store.js'

interface NewSession extends Partial<Pick<Session, 'returnUrl' | 'locale'>> {
  subject: Subject
  preset?: Preset | undefined
  /** Instead of a preset. */
  scenario?: SessionScenario | null | undefined
  handover?: Handover
}

export type SessionCreator = ReturnType<typeof createSessionCreator>

const ONE_DAY_MS = 24 * 60 * 60 * 1000
/** Yoti bills every session except those of a scenario. */
const DAILY_USER_LIMIT = 20

export function createSessionCreator(options: SessionsOptions) {
  const { yoti, sandbox, store, target, server, defaultPreset, getClientSettings, now } = options
  const { buildNotificationsConfig, getDailyLimit, checkDatabase, onCreated } = options
  let storingFailed = false

  /** Before Yoti is called, so that a failing database costs no session. */
  const recordAttempt = async (subject: Subject, billed: boolean) => {
    const createdAt = now()
    const callerHash = 'callerHash' in subject ? subject.callerHash : undefined
    const limit = billed ? getDailyLimit?.(callerHash) : undefined
    const { count, firstAt, unfinishedAt } = await store.countAttempts(
      subject,
      createdAt - ONE_DAY_MS,
    )
    if (limit !== undefined && count >= DAILY_USER_LIMIT) {
      const label = 'ownerHash' in subject ? 'This browser' : 'This user reference'
      throw createLimitError(label, DAILY_USER_LIMIT, firstAt + ONE_DAY_MS - createdAt)
    }
    // The attempt is small: on a full disk it may fit where the session did not.
    if (storingFailed) await checkDatabase()
    if (limit !== undefined && !(await store.incrementDailyCount(callerHash, createdAt, limit))) {
      const label = callerHash === undefined ? 'The start page' : 'This API caller'
      // Until the end of the UTC day.
      throw createLimitError(label, limit, ONE_DAY_MS - (createdAt % ONE_DAY_MS))
    }
    const reference = uuid()
    await store.insertAttempt({ ...subject, reference, billed, createdAt })
    return { reference, unfinishedAttemptAt: unfinishedAt }
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

  return async ({ subject, scenario, handover, returnUrl, locale, ...order }: NewSession) => {
    const preset = scenario?.preset ?? order.preset ?? defaultPreset
    const { reference, unfinishedAttemptAt } = await recordAttempt(subject, scenario == null)
    const spec = buildSessionSpec(preset, server, getClientSettings({ ...subject, locale }))
    const created = await createAtYoti(spec, subject, reference)
    const sessionId = created.session_id
    const createdAt = now()
    if (scenario?.responseConfig !== undefined) {
      await sandbox?.configureSessionResponse(sessionId, scenario.responseConfig(createdAt))
    }
    await scenario?.prepare?.(sessionId)
    const tokenExpiresAt = createdAt + created.client_session_token_ttl * 1000
    const session: Session = {
      sessionId,
      reference,
      target,
      ...subject,
      ...('ownerHash' in subject ? { ownerSeenAt: createdAt } : {}),
      returnUrl,
      locale,
      presetName: preset.name,
      scenario: scenario?.name,
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

function createLimitError(label: string, limit: number, remainingMs: number): SessionLimitError {
  // The clock may have been set back.
  const seconds = Math.ceil(Math.min(remainingMs, ONE_DAY_MS) / 1000)
  return new SessionLimitError(label, limit, Math.max(1, seconds))
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
