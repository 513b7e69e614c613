import { describe, expect, it } from '@jest/globals'
import { createMemoryStore } from '../../src/sessions/memory-store.js'
import type { Session } from '../../src/sessions/session.js'

function aSession(sessionId: string, createdAt = 0): Session {
  return {
    sessionId,
    target: 'emulator',
    ownerHash: 'owner',
    presetName: 'default',
    requested: {},
    state: 'ONGOING',
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    clientSessionToken: 'token',
    createdAt,
    readAt: createdAt,
  }
}

const READING = { outcome: 'PENDING', reasons: [], checks: [] } as const

describe('the store of sessions in memory', () => {
  it('forgets the client session token when a reading no longer has it', async () => {
    const store = createMemoryStore(1000)
    await store.insert(aSession('a'))
    const next = await store.advance('a', { ...READING, state: 'CAPTURED' })
    expect(next).toMatchObject({ state: 'CAPTURED' })
    expect(next).not.toHaveProperty('clientSessionToken')
  })

  it('never lets a state go backwards, but lets EXPIRED become COMPLETED', async () => {
    const store = createMemoryStore(1000)
    await store.insert(aSession('a'))
    await store.advance('a', { ...READING, state: 'EXPIRED' })
    expect(await store.advance('a', { ...READING, state: 'CAPTURED' })).toMatchObject({
      state: 'EXPIRED',
    })
    expect(
      await store.advance('a', { ...READING, state: 'COMPLETED', outcome: 'APPROVED' }),
    ).toMatchObject({ state: 'COMPLETED', outcome: 'APPROVED' })
  })

  it('keeps the outcome of a session that Yoti has deleted', async () => {
    const store = createMemoryStore(1000)
    await store.insert(aSession('a'))
    await store.advance('a', { ...READING, state: 'COMPLETED', outcome: 'APPROVED' })
    expect(await store.advance('a', { state: 'ERASED' })).toMatchObject({
      state: 'ERASED',
      outcome: 'APPROVED',
    })
  })

  it('knows an owner’s newest session', async () => {
    const store = createMemoryStore(1000)
    await store.insert(aSession('a'))
    await store.insert(aSession('b', 1))
    expect(await store.findLatest('owner')).toMatchObject({ sessionId: 'b' })
    expect(await store.findLatest('other')).toBeUndefined()
  })

  it('forgets sessions that Yoti has deleted by now', async () => {
    const store = createMemoryStore(1000)
    await store.insert(aSession('a'))
    await store.insert({ ...aSession('b', 1001), ownerHash: 'other' })
    expect(await store.find('a')).toBeUndefined()
    expect(await store.findLatest('owner')).toBeUndefined()
    expect(await store.find('b')).toBeDefined()
  })
})
