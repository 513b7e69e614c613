import { z } from 'zod'
import { deliveryRuleSchema, type NewDeliveryRule } from '../notifications/delivery-rule.js'
import type { Notifications } from '../notifications/notifications.js'
import type { SessionStore } from '../sessions/session-store.js'
import type { Session } from '../sessions/session.js'
import { ControlError, validateControlRequest } from './control-error.js'
import { createFaultSchema, toActiveFault, type FaultRegistry, type NewFault } from './faults.js'

/** Each call throws a `ControlError` for invalid input. */
export interface Control {
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
const MAX_ENTRIES = 100
const clockSchema = z.strictObject({
  advanceSeconds: z.number().positive().max(MAX_ADVANCE_SECONDS),
})
const deliverySchema = z.strictObject({ deliveries: z.array(deliveryRuleSchema).max(MAX_ENTRIES) })

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

function createFaultsSchema(endpoints: readonly string[]) {
  return z.strictObject({ faults: z.array(createFaultSchema(endpoints)).max(MAX_ENTRIES) })
}
