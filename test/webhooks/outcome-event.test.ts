import { describe, expect, it } from '@jest/globals'
import { toOutcomeEvent, buildWebhookId } from '../../src/webhooks/outcome-event.js'
import { outcomeEventSchema } from '../../src/sessions/outcome-event-schema.js'
import { buildSession, NOW } from '../api/api-fixture.js'

describe('toOutcomeEvent', () => {
  const session = buildSession({
    state: 'COMPLETED',
    outcome: 'REVIEW',
    reasons: [{ code: 'MISSING_CHECK', checkType: 'LIVENESS' }],
    checks: [{ type: 'LIVENESS', state: 'DONE' }],
  })

  it('contains the outcome and no checks', () => {
    const event = toOutcomeEvent(session, 'session.completed', NOW)
    expect(outcomeEventSchema.parse(event)).toEqual({
      type: 'session.completed',
      timestamp: '2030-01-31T12:00:00.000Z',
      data: {
        sessionId: session.sessionId,
        userReference: 'user-1',
        target: 'emulator',
        state: 'COMPLETED',
        outcome: 'REVIEW',
        reasons: [{ code: 'MISSING_CHECK', checkType: 'LIVENESS' }],
      },
    })
  })

  it('has userReference null when the event is session.erased', () => {
    const { data } = toOutcomeEvent({ ...session, state: 'ERASED' }, 'session.erased', NOW)
    expect(data).toMatchObject({ state: 'ERASED', outcome: 'REVIEW', userReference: null })
  })

  it('has userReference null when the user started on the start page', () => {
    const { userReference: _omitted, ...anonymous } = session
    expect(toOutcomeEvent(anonymous, 'session.expired', NOW).data.userReference).toBeNull()
  })
})

describe('buildWebhookId', () => {
  it('contains the session id and the event', () => {
    expect(buildWebhookId('id', 'session.completed')).toBe('evt_id_completed')
    expect(buildWebhookId('id', 'session.erased')).toBe('evt_id_erased')
  })
})
