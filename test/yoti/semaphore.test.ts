import { describe, expect, it } from '@jest/globals'
import { createSemaphore } from '../../src/yoti/semaphore.js'

describe('createSemaphore', () => {
  it('grants the permits, then resumes waiters in order as permits are released', async () => {
    const slots = createSemaphore(1)
    const order: string[] = []
    const release = await slots.acquire()
    const waiting = ['second', 'third'].map(async (name) => {
      const done = await slots.acquire()
      order.push(name)
      done()
    })
    await Promise.resolve()
    expect(order).toEqual([])
    release()
    await Promise.all(waiting)
    expect(order).toEqual(['second', 'third'])
  })

  it('ignores a second release', async () => {
    const slots = createSemaphore(1)
    const release = await slots.acquire()
    release()
    release()
    await slots.acquire()
    let entered = false
    void slots.acquire().then(() => (entered = true))
    await new Promise(setImmediate)
    expect(entered).toBe(false)
  })
})
