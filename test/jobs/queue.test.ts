import { afterEach, expect, it, jest } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { enqueue } from '../../src/jobs/queue.js'
import { describeEngines } from '../store/engines.js'

const LOCK_TTL_MS = 15_000

describeEngines('the job queue', (processes) => {
  afterEach(() => {
    jest.restoreAllMocks()
  })
  const setTime = (now: number) => jest.spyOn(Date, 'now').mockReturnValue(now)
  const enqueueRefreshes = async (count: number) => {
    const sessionIds = Array.from({ length: count }, () => randomUUID())
    for (const sessionId of sessionIds) await processes.one.queue.requestRefresh(sessionId, 1000)
    return sessionIds
  }

  it('lets one process run each job, and another one when its lock has expired', async () => {
    const { one, other } = processes
    setTime(0)
    await enqueueRefreshes(20)
    const claims = await Promise.all(
      [one, other, one, other].map(({ queue }) => queue.claim('refresh', 1000, 10)),
    )
    const rest = await one.queue.claim('refresh', 1000, 100)
    const claimed = [...claims.flat(), ...rest]
    expect(claimed).toHaveLength(20)
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(20)
    if (one === other) return

    const [lost] = claims[0] ?? []
    setTime(LOCK_TTL_MS)
    const [taken] = (await other.queue.claim('refresh', 1000, 100)).filter(
      ({ id }) => id === lost?.id,
    )
    if (lost === undefined || taken === undefined) throw new Error('No job was claimed.')
    // A process that lost its lock cannot finish the job.
    await one.queue.finish(lost, { done: true }, 2000)
    expect(await one.queue.count()).toMatchObject([{ type: 'refresh', count: 20 }])
    await other.queue.finish(taken, { done: true }, 2000)
    expect(await one.queue.count()).toMatchObject([{ type: 'refresh', count: 19 }])
  })

  it('does not run a job while a request holds its lock', async () => {
    const { one, other } = processes
    const [sessionId] = await enqueueRefreshes(1)
    const lock = `${sessionId}/refresh`
    await other.locks.tryLock(lock, async () => {
      expect(await one.queue.claim('refresh', 1000, 10)).toEqual([])
      return true
    })
    expect(await one.queue.claim('refresh', 1000, 10)).toHaveLength(1)
    expect(await other.locks.tryLock(lock, () => Promise.resolve(true))).toBeUndefined()
  })

  it('collapses refresh requests into one running and one waiting job', async () => {
    const { one, other } = processes
    const sessionId = randomUUID()
    const request = (now: number) =>
      Promise.all([1, 2, 3, 4, 5].map(() => other.queue.requestRefresh(sessionId, now)))
    await request(2000)
    const [job] = await one.queue.claim('refresh', 2000, 10)
    if (job === undefined) throw new Error('No job was claimed.')
    await request(3000)
    expect(await one.queue.claim('refresh', 3000, 10)).toEqual([])
    await one.queue.finish(job, { retryAt: 30_000 }, 4000)
    expect(await one.queue.claim('refresh', 4000, 10)).toHaveLength(1)
    expect(await one.queue.count()).toMatchObject([{ type: 'refresh', count: 1 }])
  })

  it('delivers the events of a session in order, and skips one that failed permanently', async () => {
    const { queue, database } = processes.one
    const sessionId = randomUUID()
    for (const [index, name] of ['expired', 'completed', 'erased'].entries()) {
      const event = { name, payload: `payload of ${name}`, rank: index }
      await enqueue(database.db, { type: 'deliver', sessionId, dueAt: 2000, event }, 2000)
    }
    const listDue = async () => {
      const rows = await database.db.selectFrom('jobs').select('due_at').execute()
      return rows.map(({ due_at }) => due_at)
    }
    const claim = async (now: number) => {
      const [job, ...more] = await queue.claim('deliver', now, 10)
      if (job === undefined || more.length > 0) throw new Error('One job is due.')
      return job
    }
    const first = await claim(3000)
    expect(first.event).toEqual({ name: 'expired', payload: 'payload of expired' })
    await queue.finish(first, { failed: 'REFUSED', retryAt: 5000 }, 3001)
    expect(await listDue()).toEqual([5000, 5000, 5000])
    expect(await queue.claim('deliver', 4000, 10)).toEqual([])
    const again = await claim(5000)
    expect(again.attempts).toBe(1)
    await queue.finish(again, { failed: 'REFUSED' }, 5001)
    expect(await listDue()).toEqual([5001, 5001, 5001])
    expect(await queue.retryFailed(5001)).toBe(1)
    await queue.finish(await claim(5001), { failed: 'REFUSED' }, 5001)
    const completed = await claim(5002)
    expect(completed.event?.name).toBe('completed')
    await queue.finish(completed, { done: true }, 5003)
    expect((await claim(5004)).event?.name).toBe('erased')
    // A later event was delivered, so the earlier one is not retried.
    expect(await queue.retryFailed(6000)).toBe(0)
  })
})
