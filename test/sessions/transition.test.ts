import { describe, expect, it } from '@jest/globals'
import type { Transition } from '../../src/sessions/options.js'
import { createTransitions } from '../../src/sessions/transition.js'
import { openStore } from '../support/open-store.js'
import { buildSession } from '../store/engines.js'

const COMPLETED = { state: 'COMPLETED', outcome: 'APPROVED' } as const

async function createFixture() {
  const { store, queue, database } = await openStore()
  const recorded: Transition[] = []
  const transitions = createTransitions({
    store,
    buildEventPayload: (name) => name,
    onSaved: (transition) => recorded.push(transition),
    now: () => 2000,
  })
  const session = buildSession({ callerHash: 'c', userReference: 'user-1' })
  await store.insert(session, [])
  const listJobs = async () => {
    const rows = await database.db.selectFrom('jobs').selectAll().orderBy('id').execute()
    return rows.map(({ type, due_at, payload }) => [type, due_at, payload])
  }
  return { store, queue, transitions, session, recorded, listJobs }
}

describe('a transition', () => {
  it('ignores CAPTURED and another outcome when the session is COMPLETED by now', async () => {
    const { store, transitions, session, recorded, listJobs } = await createFixture()
    const completed = await transitions.apply(session, COMPLETED)
    expect(completed).toMatchObject({ ...COMPLETED, capturedAt: 2000, endedAt: 2000 })
    for (const change of [{ state: 'CAPTURED' }, { ...COMPLETED, outcome: 'REJECTED' }] as const) {
      expect(await transitions.apply(session, change)).toEqual(completed)
      expect(recorded.at(-1)).toEqual({ session: completed, before: completed, changed: false })
    }
    expect(await store.find(session.sessionId)).toEqual(completed)
    expect(await listJobs()).toEqual([['deliver', 2000, 'session.completed']])
  })

  it('accepts COMPLETED after EXPIRED', async () => {
    const { transitions, session, listJobs } = await createFixture()
    const expired = await transitions.apply(session, { state: 'EXPIRED', outcome: 'NONE' })
    expect(await transitions.apply(expired, COMPLETED)).toMatchObject(COMPLETED)
    const deliveries = (await listJobs()).filter(([type]) => type === 'deliver')
    expect(deliveries.map(([, , payload]) => payload)).toEqual([
      'session.completed',
      'session.expired',
    ])
  })

  it('removes the token on CAPTURED, and the user reference but not the outcome on ERASED', async () => {
    const { transitions, session } = await createFixture()
    const captured = await transitions.apply(session, { state: 'CAPTURED' })
    expect(captured.clientSessionToken).toBeUndefined()
    const completed = await transitions.apply(captured, COMPLETED)
    const erased = await transitions.markErased(completed)
    expect(erased).toMatchObject({
      state: 'ERASED',
      outcome: 'APPROVED',
      checks: [],
      erasedAt: 2000,
    })
    expect(erased.userReference).toBeUndefined()
  })

  it('enqueues one erase job for repeated requests', async () => {
    const { transitions, session, listJobs } = await createFixture()
    const requested = await transitions.requestErasure(session)
    expect(await transitions.requestErasure(session)).toEqual(requested)
    expect(await listJobs()).toEqual([['erase', 2000, null]])
  })
})
