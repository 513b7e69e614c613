import { z } from 'zod'
import { actAsUser } from '../capture/act-as-user.js'
import type { CaptureBehaviour } from '../capture-client/capture-session.js'
import { RejectedCallError } from '../capture-client/client-api.js'
import { captureBehaviourSchema, findResponseConfig } from '../checks/response-config.js'
import type { EmulatorState } from '../emulator-state.js'
import { deliveryRuleSchema, type NewDeliveryRule } from '../notifications/delivery-rule.js'
import {
  exportSession,
  importSession,
  sessionFixtureSchema,
  type SessionFixture,
} from '../sessions/session-fixture.js'
import { describeSession, waitUntilOver } from '../sessions/session-status.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { ControlError, validateControlRequest } from './control-error.js'
import { createFaultsSchema, type NewFaults } from './faults.js'
import { ALL_USERS } from './trackings.js'

/** Each call validates its input, and throws a `ControlError` if it is invalid. */
export type Control = ReturnType<typeof createControl>

const MAX_ADVANCE_SECONDS = 315_360_000
const MAX_WAIT_SECONDS = 300
const MAX_ENTRIES = 100
const clockSchema = z.strictObject({
  advanceSeconds: z.number().positive().max(MAX_ADVANCE_SECONDS),
})
// 0 takes the setting back.
const trackingClockSchema = z.strictObject({
  advanceSeconds: z.number().min(0).max(MAX_ADVANCE_SECONDS),
})
const resetSchema = z.strictObject({ userTrackingId: z.string().min(1).optional() })
const deliverySchema = z.strictObject({ deliveries: z.array(deliveryRuleSchema).max(MAX_ENTRIES) })
const isWait = (text: unknown) => /^\d+$/.test(String(text)) && Number(text) <= MAX_WAIT_SECONDS
const waitSchema = z.strictObject({
  wait: z
    .custom<string | number>(isWait, `a whole number of seconds from 0 to ${MAX_WAIT_SECONDS}`)
    .default(0),
})

/** @param endpoints of the API, such as `GET /sessions/:sessionId` */
export function createControl(state: EmulatorState, endpoints: readonly string[]) {
  const { sessions, trackings, requestLog, notifications, webhooks } = state
  const sessionEndpoints = endpoints.filter((one) => one.includes(' /sessions/:sessionId'))
  const sessionFaultsSchema = createFaultsSchema(sessionEndpoints)
  const trackingFaultsSchema = createFaultsSchema(['POST /sessions', ...sessionEndpoints])

  function findSession(sessionId: string): Session {
    const session = sessions.find(sessionId)
    if (session !== undefined) return session
    const seen = `${sessionId.slice(0, 36)}, which does not exist or has been deleted`
    const problem = { path: 'sessionId', expected: 'the id of a session', seen }
    const remedy = 'Create the session first, or use its user tracking id.'
    throw new ControlError(404, 'NO_SUCH_SESSION', [problem], remedy)
  }

  const listSessions = (userTrackingId: string) =>
    sessions.list(userTrackingId === ALL_USERS ? undefined : userTrackingId)

  return {
    /** Resolves when the session is over, or after `wait` seconds, 0 by default. */
    getSession: async (sessionId: string, asked: { wait?: number } = {}) => {
      const session = findSession(sessionId)
      await waitUntilOver(session, Number(validateControlRequest(waitSchema, asked).wait))
      return describeSession(session)
    },

    /** Does what the user does on the client page. By default as the response configuration says. */
    finish: async (sessionId: string, capture: CaptureBehaviour = {}) => {
      const session = findSession(sessionId)
      requireUser(session)
      const behaviour = validateControlRequest(captureBehaviourSchema, capture)
      const configured = findResponseConfig(session)?.capture
      try {
        await actAsUser(session, { ...configured, ...behaviour })
      } catch (err) {
        if (!(err instanceof RejectedCallError)) throw err
        const problem = { path: 'body', expected: 'what the session allows', seen: err.message }
        const remedy = 'Choose documents and capture methods that the session allows.'
        throw new ControlError(400, 'CAPTURE_REFUSED', [problem], remedy)
      }
      return describeSession(session)
    },

    /** The result and the media of a completed session. */
    exportSession: (sessionId: string, asked: Record<string, never> = {}) => {
      validateControlRequest(z.strictObject({}), asked)
      const session = findSession(sessionId)
      const state = getSessionState(session)
      if (state === 'COMPLETED') return exportSession(session)
      const problem = { path: 'sessionId', expected: 'a COMPLETED session', seen: state }
      const remedy = 'Wait for it with GET /_emulator/sessions/:id?wait=30.'
      throw new ControlError(409, 'NOT_COMPLETED', [problem], remedy)
    },

    /** Completes a session with the result and the media of another one. */
    importSession: (sessionId: string, fixture: SessionFixture) => {
      const session = findSession(sessionId)
      requireUser(session)
      importSession(session, validateControlRequest(sessionFixtureSchema, fixture))
      return describeSession(session)
    },

    /** Moves the time of this session only. */
    advanceClock: async (sessionId: string, time: { advanceSeconds: number }) => {
      const { clock } = findSession(sessionId)
      await clock.advance(validateControlRequest(clockSchema, time).advanceSeconds * 1000)
    },

    /** For the user's sessions, and for each new one as soon as it exists. */
    setTrackingClock: async (userTrackingId: string, time: { advanceSeconds: number }) => {
      const { advanceSeconds } = validateControlRequest(trackingClockSchema, time)
      trackings.set(userTrackingId, { advanceSeconds })
      for (const { clock } of listSessions(userTrackingId)) {
        await clock.advance(advanceSeconds * 1000)
      }
    },

    setFaults: (sessionId: string, faults: NewFaults) => {
      const session = findSession(sessionId)
      session.faults = validateControlRequest(sessionFaultsSchema, faults).faults
    },

    /** Applies to all sessions with this user tracking id, and to creating them. */
    setTrackingFaults: (userTrackingId: string, faults: NewFaults) => {
      trackings.set(userTrackingId, validateControlRequest(trackingFaultsSchema, faults))
    },

    setDelivery: (sessionId: string, delivery: { deliveries: NewDeliveryRule[] }) => {
      const session = findSession(sessionId)
      session.deliveryRules = validateControlRequest(deliverySchema, delivery).deliveries
    },

    setTrackingDelivery: (userTrackingId: string, delivery: { deliveries: NewDeliveryRule[] }) => {
      const { deliveries: deliveryRules } = validateControlRequest(deliverySchema, delivery)
      trackings.set(userTrackingId, { deliveryRules })
      for (const session of listSessions(userTrackingId)) session.deliveryRules = deliveryRules
    },

    resend: (notificationId: string, asked: Record<string, never> = {}) => {
      validateControlRequest(z.strictObject({}), asked)
      if (notifications.resend(notificationId)) return
      const expected = 'the id of a sent notification'
      const problem = { path: 'notificationId', expected, seen: 'an unknown id' }
      const remedy = 'Use an id from GET /_emulator/state.'
      throw new ControlError(404, 'NO_SUCH_NOTIFICATION', [problem], remedy)
    },

    /** Deletes sessions, settings, requests and notifications: all, or those of one user. */
    reset: (asked: { userTrackingId?: string } = {}) => {
      const { userTrackingId } = validateControlRequest(resetSchema, asked)
      const dropped = new Set(sessions.list(userTrackingId).map(({ id }) => id))
      for (const session of sessions.list(userTrackingId)) sessions.drop(session)
      trackings.clear(userTrackingId)
      const isRemoved = (id = '') => userTrackingId === undefined || dropped.has(id)
      requestLog.remove(({ sessionId }) => isRemoved(sessionId))
      notifications.remove(isRemoved)
      webhooks.remove(({ sessionId }) => isRemoved(sessionId))
      if (userTrackingId !== undefined) return
      for (const application of state.applications.values()) application.responseConfig = undefined
    },
  }
}

/** Only an ongoing session whose user has not finished has something to capture. */
function requireUser(session: Session): void {
  const state = getSessionState(session)
  const isFinished = session.token === undefined
  if (state !== 'EXPIRED' && !isFinished) return
  const [code, remedy] =
    state === 'EXPIRED'
      ? ['SESSION_EXPIRED', 'Create a new session, or one with a longer client_session_token_ttl.']
      : ['USER_FINISHED', 'Read its state with GET /_emulator/sessions/:id?wait=30.']
  const seen = isFinished ? `${state}, finished by its user` : state
  const problem = { path: 'sessionId', expected: 'a session that its user can finish', seen }
  throw new ControlError(409, code, [problem], remedy)
}
