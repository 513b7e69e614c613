import { describe, expect, it } from '@jest/globals'
import { createSessionStore } from '../src/session-store.js'
import { sessionPayloadSchema } from '../src/session-payload.js'
import { createSession, type Session } from '../src/session.js'

function createAt(now: number, resourcesTtl: number): Session {
  const payload = {
    requested_checks: [{ type: 'ID_DOCUMENT_COMPARISON' }],
    resources_ttl: resourcesTtl,
  }
  return createSession('app', sessionPayloadSchema.parse(payload), now)
}

describe('the session store', () => {
  it('drops a session whose resources have expired', () => {
    let now = 0
    const store = createSessionStore(() => now)
    const [short, long] = [createAt(0, 90_000), createAt(0, 900_000)]
    store.add(short)
    store.add(long)
    now = 90_000_000
    expect(store.find(short.id)).toBeUndefined()
    store.add(createAt(now, 90_000))
    now = 0
    expect([store.find(short.id), store.find(long.id)]).toEqual([undefined, long])
  })

  it('drops the oldest session when it exceeds its limit', () => {
    const store = createSessionStore(() => 0, 2)
    const sessions = [1, 2, 3].map(() => createAt(0, 90_000))
    for (const session of sessions) store.add(session)
    expect(sessions.map(({ id }) => store.find(id) !== undefined)).toEqual([false, true, true])
  })
})
