import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createLocks } from '../../src/jobs/locks.js'
import { openStore } from '../support/open-store.js'

describe('withLock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it.each([
    { who: 'process', isShared: true },
    { who: 'order of the only process', isShared: false },
  ])('runs one $who at a time when each holds the lock for 18 s', async ({ isShared }) => {
    const { database } = await openStore()
    const locks = createLocks(database.db, isShared)
    const seen: string[] = []
    const run = (process: string) => async () => {
      seen.push(`${process} begins`)
      await new Promise((resolve) => setTimeout(resolve, 18_000))
      seen.push(`${process} ends`)
    }
    const both = [
      locks.withLock('order', run('one')),
      (isShared ? createLocks(database.db) : locks).withLock('order', run('other')),
    ]
    await jest.advanceTimersByTimeAsync(60_000)
    await Promise.all(both)
    expect(seen).toEqual(['one begins', 'one ends', 'other begins', 'other ends'])
    await database.close()
  })
})
