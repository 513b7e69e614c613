import { v4 as uuid } from 'uuid'
import { mayHaveSucceeded } from '../yoti/errors.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { buildSessionSpec, toOutcomeCriteria } from './build-spec.js'
import { createDailyLimits, ONE_DAY_MS } from './daily-limits.js'
import type { Handover } from './link-store.js'
import type { SessionsOptions } from './options.js'
import type { Preset, SessionScenario } from './preset.js'
import { MIN_JOB_DELAY_MS } from './refresh.js'
import { computeYotiRetentionEndsAt, type Session } from './session.js'
import type { Subject } from './store.js'

/** What a browser or an API caller wants. */
export interface NewSession extends Partial<Pick<Session, 'returnUrl' | 'locale'>> {
  /** When absent, the default preset. */
  preset?: Preset | undefined
  /** Instead of a preset. Null for none. When absent, an open session matches whatever its scenario. */
  scenario?: SessionScenario | null | undefined
}

export type SessionCreator = ReturnType<typeof createSessionCreator>

export function createSessionCreator(options: SessionsOptions) {
  const { yoti, sandbox, store, target, server, defaultPreset, checkDatabase, now } = options
  const { getClientSettings, deriveNotificationToken, onCreated } = options
  const limits = createDailyLimits(options)
  let storingFailed = false

  /** Before Yoti is called, so that a failing database costs no session. */
  const recordAttempt = async (subject: Subject, billed: boolean) => {
    const createdAt = now()
    const earlier = await store.countAttempts(subject, createdAt - ONE_DAY_MS)
    if (billed) limits.checkSubject(subject, earlier, createdAt)
    // The attempt is small: on a full disk it may fit where the session did not.
    if (storingFailed) await checkDatabase()
    if (billed) await limits.countSession(subject, createdAt)
    const reference = uuid()
    await store.insertAttempt({ ...subject, reference, billed, createdAt })
    return { reference, unfinishedAttemptAt: earlier.unfinishedAt }
  }

  const createAtYoti = async (spec: SessionSpec, reference: string) => {
    try {
      return await yoti.createSession(spec)
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

  return async (subject: Subject, wanted: NewSession, handover?: Handover) => {
    const { scenario, returnUrl, locale } = wanted
    const preset = scenario?.preset ?? wanted.preset ?? defaultPreset
    // Yoti bills every session except those of a scenario.
    const { reference, unfinishedAttemptAt } = await recordAttempt(subject, scenario == null)
    const spec = buildSessionSpec(preset, subject, {
      server,
      client: getClientSettings({ ...subject, locale }),
      notificationToken: deriveNotificationToken?.(reference),
    })
    const created = await createAtYoti(spec, reference)
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
