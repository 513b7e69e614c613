import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createNamedLock } from '../../src/sessions/named-lock.js'
import { openStore } from '../support/open-store.js'

describe('what has the same name', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('is done by one process at a time, however long it takes', async () => {
    const { store } = await openStore()
    const [one, other] = [createNamedLock(store), createNamedLock(store)]
    const seen: string[] = []
    const work = (who: string) => async () => {
      seen.push(`${who} begins`)
      await new Promise((resolve) => setTimeout(resolve, 18_000))
      seen.push(`${who} ends`)
    }
    const both = [one('order', work('one')), other('order', work('other'))]
    await jest.advanceTimersByTimeAsync(60_000)
    await Promise.all(both)
    expect(seen).toEqual(['one begins', 'one ends', 'other begins', 'other ends'])
  })
})
