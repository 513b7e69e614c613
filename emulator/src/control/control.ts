import { z } from 'zod'
import { actAsUser } from '../capture/act-as-user.js'
import type { CaptureBehaviour } from '../capture-client/capture-session.js'
import { RejectedCallError } from '../capture-client/client-api.js'
import { captureBehaviourSchema, findResponseConfig } from '../checks/response-config.js'
import { deliveryRuleSchema, type NewDeliveryRule } from '../notifications/delivery-rule.js'
import type { Notifications } from '../notifications/notifications.js'
import { describeSession, waitUntilOver, type SessionStatus } from '../sessions/session-status.js'
import type { SessionStore } from '../sessions/session-store.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { ControlError, validateControlRequest } from './control-error.js'
import { createFaultSchema, toActiveFault, type FaultRegistry, type NewFault } from './faults.js'

/** Each call throws a `ControlError` for invalid input. */
export interface Control {
  /** Resolves when the session is over, or after `wait` seconds, 0 by default. */
  getSession(sessionId: string, options?: { wait?: number }): Promise<SessionStatus>
  /** Does what the user does on the client page. By default as the response configuration says. */
  finish(sessionId: string, capture?: CaptureBehaviour): Promise<SessionStatus>
  /** Moves the time of this session only. */
  advanceClock(sessionId: string, time: { advanceSeconds: number }): Promise<void>
  setFaults(sessionId: string, faults: { faults: NewFault[] }): void
  /** Applies to all sessions with this user tracking id, and to creating them. */
  setTrackingFaults(userTrackingId: string, faults: { faults: NewFault[] }): void
  setDelivery(sessionId: string, delivery: { deliveries: NewDeliveryRule[] }): void
  resend(notificationId: string, asked?: Record<string, never>): void
}

/** The same calls with unvalidated input. */
export type ControlHandlers = {
  [Call in keyof Control]: (id: string, asked?: unknown) => ReturnType<Control[Call]>
}

const MAX_ADVANCE_SECONDS = 315_360_000
const MAX_WAIT_SECONDS = 300
const MAX_ENTRIES = 100
const clockSchema = z.strictObject({
  advanceSeconds: z.number().positive().max(MAX_ADVANCE_SECONDS),
})
const deliverySchema = z.strictObject({ deliveries: z.array(deliveryRuleSchema).max(MAX_ENTRIES) })
const isWait = (text: unknown) => /^\d+$/.test(String(text)) && Number(text) <= MAX_WAIT_SECONDS
const waitSchema = z.strictObject({
  wait: z
    .custom<string | number>(isWait, `a whole number of seconds from 0 to ${MAX_WAIT_SECONDS}`)
    .default(0),
})

export function createControl(dependencies: {
  sessions: SessionStore
  faults: FaultRegistry
  notifications: Notifications
  /** Every endpoint of the API, such as `GET /sessions/:sessionId`. */
  endpoints: readonly string[]
}): ControlHandlers {
  const { sessions, faults, notifications } = dependencies
  const sessionEndpoints = dependencies.endpoints.filter((one) =>
    one.includes(' /sessions/:sessionId'),
  )
  const sessionFaultsSchema = createFaultsSchema(sessionEndpoints)
  const trackingFaultsSchema = createFaultsSchema(['POST /sessions', ...sessionEndpoints])

  function getSession(sessionId: string): Session {
    const session = sessions.find(sessionId)
    if (session !== undefined) return session
    const seen = `${sessionId.slice(0, 36)}, which does not exist or has been deleted`
    const problem = { path: 'sessionId', expected: 'the id of a session', seen }
    const remedy = 'Create the session first, or use its user tracking id.'
    throw new ControlError(404, 'NO_SUCH_SESSION', [problem], remedy)
  }

  return {
    async getSession(sessionId, asked = {}) {
      const session = getSession(sessionId)
      await waitUntilOver(session, Number(validateControlRequest(waitSchema, asked).wait))
      return describeSession(session)
    },
    async finish(sessionId, asked = {}) {
      const session = getSession(sessionId)
      requireUser(session)
      const behaviour = validateControlRequest(captureBehaviourSchema, asked)
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
    async advanceClock(sessionId, asked) {
      const { clock } = getSession(sessionId)
      await clock.advance(validateControlRequest(clockSchema, asked).advanceSeconds * 1000)
    },
    setFaults(sessionId, asked) {
      const session = getSession(sessionId)
      session.faults = validateControlRequest(sessionFaultsSchema, asked).faults.map(toActiveFault)
    },
    setTrackingFaults(userTrackingId, asked) {
      faults.set(userTrackingId, validateControlRequest(trackingFaultsSchema, asked).faults)
    },
    setDelivery(sessionId, asked) {
      const session = getSession(sessionId)
      session.deliveryRules = validateControlRequest(deliverySchema, asked).deliveries
    },
    resend(notificationId, asked = {}) {
      validateControlRequest(z.strictObject({}), asked)
      if (notifications.resend(notificationId)) return
      const seen = 'an unknown id'
      const problem = { path: 'notificationId', expected: 'the id of a sent notification', seen }
      const remedy = 'Use an id from GET /_emulator/state.'
      throw new ControlError(404, 'NO_SUCH_NOTIFICATION', [problem], remedy)
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

function createFaultsSchema(endpoints: readonly string[]) {
  return z.strictObject({ faults: z.array(createFaultSchema(endpoints)).max(MAX_ENTRIES) })
}
