import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createNamedLock } from '../../src/sessions/named-lock.js'
import { openStore } from '../support/open-store.js'

describe('the named lock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('runs one process at a time when each holds the lock for 18 s', async () => {
    const { store } = await openStore()
    const [one, other] = [createNamedLock(store), createNamedLock(store)]
    const seen: string[] = []
    const run = (process: string) => async () => {
      seen.push(`${process} begins`)
      await new Promise((resolve) => setTimeout(resolve, 18_000))
      seen.push(`${process} ends`)
    }
    const both = [one('order', run('one')), other('order', run('other'))]
    await jest.advanceTimersByTimeAsync(60_000)
    await Promise.all(both)
    expect(seen).toEqual(['one begins', 'one ends', 'other begins', 'other ends'])
  })
})
