import { afterEach, expect, it, jest } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { enqueue, type Job, type JobResult, type JobType } from '../../src/jobs/queue.js'
import { retryFailedJobs } from '../../src/store/sweeps.js'
import { describeEngines, type Processes } from '../store/engines.js'

const LOCK_TTL_MS = 15_000
type Process = Processes['one']

interface Claim {
  job: Job
  finish: (result: JobResult, now: number) => Promise<void>
}

/** Begins the due jobs and keeps their locks until they are finished. */
async function claim({ queue, locks }: Process, type: JobType, now: number): Promise<Claim[]> {
  const start = (id: string) =>
    new Promise<Claim | undefined>((resolve, reject) => {
      const ended = locks.tryLock(id, async () => {
        const job = await queue.begin(id, now)
        if (job === undefined) return
        await new Promise<void>((release) => {
          const finish = async (result: JobResult, at: number) => {
            await queue.finish(job, result, at)
            release()
            await ended
          }
          resolve({ job, finish })
        })
      })
      ended.then(() => {
        resolve(undefined)
      }, reject)
    })
  const claims = await Promise.all((await queue.findDue(type, now, 20)).map(start))
  return claims.filter((claimed) => claimed !== undefined)
}

describeEngines('the job queue', (processes) => {
  afterEach(() => {
    jest.restoreAllMocks()
  })
  const setTime = (now: number) => jest.spyOn(Date, 'now').mockReturnValue(now)

  it('lets one process run each job, and another one when its lock has expired', async () => {
    const { one, other } = processes
    setTime(0)
    for (let count = 0; count < 20; count++) await one.queue.requestRefresh(randomUUID(), 1000)
    const claims = await Promise.all(
      [one, other, one, other].map((each) => claim(each, 'refresh', 1000)),
    )
    expect(claims.flat()).toHaveLength(20)
    expect(new Set(claims.flat().map(({ job }) => job.id)).size).toBe(20)
    expect(await one.queue.findDue('refresh', 1000, 20)).toEqual([])
    if (one === other) return

    setTime(LOCK_TTL_MS)
    const ids = [0, 2].flatMap((index) => claims[index] ?? []).map(({ job }) => job.id)
    const taken = (await claim(other, 'refresh', 1000)).find(({ job }) => ids.includes(job.id))
    const lost = claims.flat().find(({ job }) => job.id === taken?.job.id)
    // A process that lost its lock cannot finish the job.
    await lost?.finish({ done: true }, 2000)
    expect(await one.queue.count()).toMatchObject([{ type: 'refresh', count: 20 }])
    await taken?.finish({ done: true }, 2000)
    expect(await one.queue.count()).toMatchObject([{ type: 'refresh', count: 19 }])
  })

  it('does not run a job while a request holds its lock', async () => {
    const { one, other } = processes
    const sessionId = randomUUID()
    const lock = `${sessionId}/refresh`
    await one.queue.requestRefresh(sessionId, 1000)
    await other.locks.tryLock(lock, async () => {
      expect(await one.queue.findDue('refresh', 1000, 10)).toEqual([])
      expect(await one.locks.tryLock(lock, () => Promise.resolve(true))).toBeUndefined()
    })
    expect(await one.queue.findDue('refresh', 1000, 10)).toEqual([lock])
  })

  it('collapses refresh requests into one running and one waiting job', async () => {
    const { one, other } = processes
    const sessionId = randomUUID()
    const request = (now: number) =>
      Promise.all([1, 2, 3, 4, 5].map(() => other.queue.requestRefresh(sessionId, now)))
    await request(2000)
    const [running] = await claim(one, 'refresh', 2000)
    await request(3000)
    expect(await claim(one, 'refresh', 3000)).toEqual([])
    await running?.finish({ retryAt: 30_000 }, 4000)
    expect(await claim(one, 'refresh', 4000)).toHaveLength(1)
    expect(await one.queue.count()).toMatchObject([{ type: 'refresh', count: 1 }])
  })

  it('runs a job again that was enqueued while it failed permanently', async () => {
    const { one } = processes
    const sessionId = randomUUID()
    await one.queue.requestRefresh(sessionId, 1000)
    const [running] = await claim(one, 'refresh', 1000)
    await one.queue.requestRefresh(sessionId, 2000)
    await running?.finish({ failed: 'OTHER_TARGET' }, 3000)
    expect(await claim(one, 'refresh', 3000)).toHaveLength(1)
  })

  it('delivers the events of a session in order, and skips one that failed permanently', async () => {
    const { db } = processes.one.database
    const sessionId = randomUUID()
    for (const [index, name] of ['expired', 'completed', 'erased'].entries()) {
      const event = { name, payload: `payload of ${name}`, rank: index }
      await enqueue(db, { type: 'deliver', sessionId, dueAt: 2000 - index, event }, 2000)
    }
    const listDue = async () => {
      const rows = await db.selectFrom('jobs').select('due_at').execute()
      return rows.map(({ due_at }) => due_at)
    }
    const claimOne = async (now: number) => {
      const [claimed, ...more] = await claim(processes.one, 'deliver', now)
      if (claimed === undefined || more.length > 0) throw new Error('One job is due.')
      return claimed
    }
    expect(await listDue()).toEqual([2000, 2000, 2000])
    const first = await claimOne(3000)
    expect(first.job.event).toEqual({ name: 'expired', payload: 'payload of expired' })
    await first.finish({ failed: 'REFUSED', retryAt: 5000 }, 3001)
    expect(await listDue()).toEqual([5000, 5000, 5000])
    expect(await claim(processes.one, 'deliver', 4000)).toEqual([])
    const again = await claimOne(5000)
    expect(again.job.attempts).toBe(1)
    await again.finish({ failed: 'REFUSED' }, 5001)
    expect(await listDue()).toEqual([5001, 5001, 5001])
    expect(await retryFailedJobs(db, 5001)).toBe(1)
    await (await claimOne(5001)).finish({ failed: 'REFUSED' }, 5001)
    const completed = await claimOne(5002)
    expect(completed.job.event?.name).toBe('completed')
    await completed.finish({ done: true }, 5003)
    expect((await claimOne(5004)).job.event?.name).toBe('erased')
    // A later event was delivered, so the earlier one is not retried.
    expect(await retryFailedJobs(db, 6000)).toBe(0)
  })
})
