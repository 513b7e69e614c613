import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { enqueue } from '../../src/store/enqueue.js'
import { openDatabase, type Database } from '../../src/store/database.js'
import { createJobQueue } from '../../src/store/job-queue.js'
import type { Job, JobType, JobResult } from '../../src/jobs/job-queue.js'
import { createWorker, type Worker } from '../../src/jobs/worker.js'
import { waitFor } from '../support/wait-for.js'

const DONE: JobResult = { done: true }

describe('the worker', () => {
  let database: Database
  let worker: Worker | undefined
  /** In the order in which they began. */
  let begun: string[]
  let settled: [id: string, result: JobResult][]
  let errors: unknown[]

  beforeEach(async () => {
    database = await openDatabase('file::memory:')
    begun = []
    settled = []
    errors = []
  })
  afterEach(async () => {
    await worker?.stop()
    await database.close()
  })

  const add = async (type: JobType, ...sessionIds: string[]) => {
    for (const sessionId of sessionIds) {
      const event = { name: 'session.completed', payload: '{}', rank: 1 }
      const work = { type, sessionId, dueAt: 0, ...(type === 'deliver' ? { event } : {}) }
      await enqueue(database.db, work, 0)
    }
  }
  const start = (handle: (work: Job) => Promise<JobResult>) => {
    const handler = (work: Job) => {
      begun.push(work.sessionId)
      return handle(work)
    }
    worker = createWorker({
      queue: createJobQueue(database),
      handlers: { refresh: handler, deliver: handler, erase: handler },
      now: Date.now,
      onResult: ({ sessionId }, result) => settled.push([sessionId, result]),
      onError: (err) => errors.push(err),
    })
    worker.start()
    return worker
  }
  const many = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${name}-${i}`)

  it('goes on reading at Yoti while the relying business answers nothing', async () => {
    await add('deliver', ...many('hanging', 40))
    await add('refresh', ...many('reading', 40))
    const patience = createDeferred()
    start(({ type: kind }) => (kind === 'deliver' ? patience.promise : Promise.resolve(DONE)))
    await waitFor('every reading', () => settled.length === 40)
    expect(begun.filter((name) => name.startsWith('hanging')).length).toBeLessThan(40)
    patience.end()
    await waitFor('every delivery', () => settled.length === 80)
  })

  it('goes on with others of the same kind while some take long', async () => {
    await add('refresh', ...many('slow', 10), ...many('quick', 40))
    const patience = createDeferred()
    start(({ sessionId }) =>
      sessionId.startsWith('slow') ? patience.promise : Promise.resolve(DONE),
    )
    await waitFor('the quick ones', () => settled.length === 40)
    patience.end()
    await waitFor('the slow ones', () => settled.length === 50)
    expect(errors).toEqual([])
  })

  it('does what came of another piece without waiting for the next second', async () => {
    start(async ({ type: kind, sessionId }) => {
      if (kind === 'refresh') await add('deliver', sessionId)
      return DONE
    })
    await add('refresh', 'person')
    await waitFor('both', () => settled.length === 2)
    expect(begun).toEqual(['person', 'person'])
  })

  it('tries a piece that failed unforeseen again later, and tells of it', async () => {
    await add('erase', 'person')
    const bug = new Error('a bug')
    start(() => Promise.reject(bug))
    await waitFor('the failure', () => settled.length === 1)
    expect(errors).toEqual([bug])
    expect(settled).toEqual([
      ['person', { failed: 'UNEXPECTED_ERROR', retryAt: expect.any(Number) }],
    ])
  })

  it('finishes what is under way when it is stopped, and takes nothing more', async () => {
    await add('refresh', 'first')
    const patience = createDeferred()
    const stopped = start(() => patience.promise)
    await waitFor('the beginning', () => begun.length === 1)
    const stopping = stopped.stop()
    await add('refresh', 'second')
    patience.end()
    await stopping
    expect(settled).toEqual([['first', DONE]])
    expect(await createJobQueue(database).count()).toMatchObject([{ type: 'refresh', count: 1 }])
  })
})

/** What a slow piece waits for. */
function createDeferred() {
  let end: () => void = () => undefined
  const promise = new Promise<JobResult>((resolve) => {
    end = () => {
      resolve(DONE)
    }
  })
  return { promise, end }
}
