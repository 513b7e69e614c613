import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { enqueue, type Job, type JobType, type JobResult } from '../../src/jobs/queue.js'
import { createWorker, type Worker } from '../../src/jobs/worker.js'
import { makeJobsDue } from '../../src/store/sweeps.js'
import { openStore } from '../support/open-store.js'
import { waitFor } from '../support/wait-for.js'

const DONE: JobResult = { done: true }

describe('the worker', () => {
  let fixture: Awaited<ReturnType<typeof openStore>>
  let worker: Worker | undefined
  /** Session ids in the order in which their jobs started. */
  let started: string[]
  let results: [id: string, result: JobResult][]
  let errors: unknown[]
  let now: number

  beforeEach(async () => {
    fixture = await openStore()
    started = []
    results = []
    errors = []
    now = Date.now()
  })
  afterEach(async () => {
    await worker?.stop()
    await fixture.database.close()
  })

  const addJobs = async (type: JobType, ...sessionIds: string[]) => {
    for (const sessionId of sessionIds) {
      const event = { name: 'session.completed', payload: '{}', rank: 1 }
      const job = { type, sessionId, dueAt: 0, ...(type === 'deliver' ? { event } : {}) }
      await enqueue(fixture.database.db, job, 0)
    }
  }
  const start = (handle: (job: Job) => Promise<JobResult>) => {
    const handler = (job: Job) => {
      started.push(job.sessionId)
      return handle(job)
    }
    worker = createWorker({
      ...fixture,
      handlers: { refresh: handler, deliver: handler, erase: handler },
      sweep: () => Promise.resolve(0),
      makeJobsDue: (time) => makeJobsDue(fixture.database.db, time),
      now: () => now,
      onResult: ({ sessionId }, result) => results.push([sessionId, result]),
      onError: (err) => errors.push(err),
    })
    worker.start()
    return worker
  }
  const nameSessions = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${name}-${i}`)

  it('runs other jobs while every delivery hangs and 10 refreshes are slow', async () => {
    await addJobs('deliver', ...nameSessions('hanging', 40))
    await addJobs('refresh', ...nameSessions('slow', 10), ...nameSessions('quick', 40))
    const deferred = createDeferred()
    start(({ sessionId }) =>
      sessionId.startsWith('quick') ? Promise.resolve(DONE) : deferred.promise,
    )
    await waitFor('the quick jobs', () => results.length === 40)
    expect(started.filter((name) => name.startsWith('hanging')).length).toBeLessThan(40)
    deferred.end()
    await waitFor('every job', () => results.length === 90)
    expect(errors).toEqual([])
  })

  it('runs a job that another job enqueued', async () => {
    start(async ({ type, sessionId }) => {
      if (type === 'refresh') await addJobs('deliver', sessionId)
      return DONE
    })
    await addJobs('refresh', 'session-1')
    await waitFor('both jobs', () => results.length === 2)
    expect(started).toEqual(['session-1', 'session-1'])
  })

  it('reports an unexpected error and retries the job later', async () => {
    await addJobs('erase', 'session-1')
    const bug = new Error('a bug')
    start(() => Promise.reject(bug))
    await waitFor('the failure', () => results.length === 1)
    expect(errors).toEqual([bug])
    expect(results).toEqual([
      ['session-1', { failed: 'UNEXPECTED_ERROR', retryAt: expect.any(Number) }],
    ])
  })

  it('does not repeat a job whose end could not be stored', async () => {
    const finish = () => Promise.reject(new Error('The disk is full.'))
    fixture = { ...fixture, queue: { ...fixture.queue, finish } }
    start(() => Promise.resolve(DONE))
    const names = ['first', 'second', 'third']
    for (const [index, name] of names.entries()) {
      await addJobs('refresh', name)
      await waitFor('its error', () => errors.length > index)
    }
    expect(started).toEqual(names)
  })

  it('delays refreshes and deliveries no longer when the clock is set back by an hour', async () => {
    const HOUR_MS = 3_600_000
    await addJobs('deliver', 'delivered')
    await addJobs('refresh', 'refreshed')
    await addJobs('erase', 'erased')
    start(({ type }) =>
      Promise.resolve(
        type === 'deliver' ? { failed: 'CODE', retryAt: now + 5000 } : { retryAt: now + 30_000 },
      ),
    )
    await waitFor('each job', () => results.length === 3)
    now -= HOUR_MS
    await waitFor('the two jobs again', () => results.length === 5)
    expect(started.slice(3).sort()).toEqual(['delivered', 'refreshed'])
    expect(errors).toEqual([])
  })

  it('finishes running jobs and starts no others when it is stopped', async () => {
    await addJobs('refresh', 'first')
    const deferred = createDeferred()
    const running = start(() => deferred.promise)
    await waitFor('the job to start', () => started.length === 1)
    const stopping = running.stop()
    await addJobs('refresh', 'second')
    deferred.end()
    await stopping
    expect(results).toEqual([['first', DONE]])
    expect(await fixture.queue.count()).toMatchObject([{ type: 'refresh', count: 1 }])
  })
})

/** Resolves when the test calls `end`. */
function createDeferred() {
  let end: () => void = () => undefined
  const promise = new Promise<JobResult>((resolve) => {
    end = resolve.bind(undefined, DONE)
  })
  return { promise, end }
}
