import type { Session } from '../sessions/session.js'
import type { OutcomeEvent } from '../sessions/outcome-event-schema.js'

export type { OutcomeEvent } from '../sessions/outcome-event-schema.js'

export function toOutcomeEvent(
  session: Session,
  type: OutcomeEvent['type'],
  occurredAt: number,
): OutcomeEvent {
  const { sessionId, userReference, target, state, outcome, reasons } = session
  return {
    type,
    timestamp: new Date(occurredAt).toISOString(),
    data: {
      sessionId,
      userReference: (type === 'session.erased' ? undefined : userReference) ?? null,
      target,
      state,
      outcome,
      reasons: reasons.map((reason) => ({ ...reason })),
    },
  }
}

/** The same for every delivery of an event, so that the receiver can detect duplicates. */
export function buildWebhookId(sessionId: string, event: string): string {
  return `evt_${sessionId}_${event.replace(/^session\./, '')}`
}
