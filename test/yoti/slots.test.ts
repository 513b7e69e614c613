import { describe, expect, it } from '@jest/globals'
import { createSlots } from '../../src/yoti/slots.js'

describe('slots', () => {
  it('let so many in at once, and the next in order as places are given back', async () => {
    const slots = createSlots(1)
    const order: string[] = []
    const release = await slots.take()
    const waiting = ['second', 'third'].map(async (name) => {
      const done = await slots.take()
      order.push(name)
      done()
    })
    await Promise.resolve()
    expect(order).toEqual([])
    release()
    await Promise.all(waiting)
    expect(order).toEqual(['second', 'third'])
  })

  it('take a place back only once', async () => {
    const slots = createSlots(1)
    const release = await slots.take()
    release()
    release()
    await slots.take()
    let entered = false
    void slots.take().then(() => (entered = true))
    await new Promise(setImmediate)
    expect(entered).toBe(false)
  })
})
