import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createAuditLog, createLogger } from '../../src/logger.js'
import { createMetrics, type Metrics } from '../../src/ops/metrics.js'
import type { JobCount, JobResult } from '../../src/jobs/queue.js'

const NOW = 1_000_000

function create(countJobs: () => Promise<readonly JobCount[]> = () => Promise.resolve([])) {
  return createMetrics({ countJobs, now: () => NOW, build: { version: '1.2.3', commit: 'abc' } })
}

async function read(metrics: Metrics, prefix = 'relying_party_'): Promise<string[]> {
  const { body } = await metrics.expose()
  return body.split('\n').filter((line) => line.startsWith(prefix))
}

/** Of this server, with a value above 0, without prefix and buckets. */
async function readPositive(metrics: Metrics): Promise<string[]> {
  const lines = await read(metrics)
  return lines
    .filter((line) => !line.endsWith(' 0') && !/_bucket|_up |build_info/.test(line))
    .map((line) => line.replace('relying_party_', ''))
}

const calls = 'relying_party_yoti_call_duration_seconds'

describe('the metrics', () => {
  it('start at 0 where an alert waits for the first increase, and include those of the process', async () => {
    const { body } = await create().expose()
    const lines = [
      'relying_party_notifications_total{result="rejected"} 0',
      'relying_party_deliveries_total{result="unreachable"} 0',
      'relying_party_job_runs_total{type="erase",result="failed"} 0',
      'relying_party_worker_errors_total 0',
      'relying_party_build_info{version="1.2.3",commit="abc"} 1',
    ]
    expect(body.split('\n')).toEqual(expect.arrayContaining(lines))
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  })

  it('count calls to Yoti, notifications and errors of the worker', async () => {
    const metrics = create()
    const endpoint = 'GET /sessions/:sessionId'
    metrics.recordYotiCall({ endpoint, outcome: 'ok', status: 200, durationMs: 60 })
    metrics.recordYotiCall({ endpoint: 'POST /x', outcome: 'no-response', durationMs: 30_000 })
    metrics.recordNotification('accepted')
    metrics.recordWorkerError()
    expect(await read(metrics)).toEqual(
      expect.arrayContaining([
        `${calls}_bucket{le="0.05",endpoint="${endpoint}",outcome="ok",status="200"} 0`,
        `${calls}_bucket{le="0.1",endpoint="${endpoint}",outcome="ok",status="200"} 1`,
        `${calls}_sum{endpoint="POST /x",outcome="no-response",status="none"} 30`,
        'relying_party_notifications_total{result="accepted"} 1',
        'relying_party_worker_errors_total 1',
      ]),
    )
  })

  const ongoing = { state: 'ONGOING', outcome: 'PENDING' } as const
  const captured = { state: 'CAPTURED', outcome: 'PENDING', capturedAt: 10_000 } as const
  const completed = {
    ...captured,
    state: 'COMPLETED',
    outcome: 'APPROVED',
    endedAt: 52_000,
  } as const
  const expired = { ...captured, state: 'EXPIRED', outcome: 'NONE', endedAt: 52_000 } as const
  const counted = (state: string, outcome: string) =>
    `sessions_total{state="${state}",outcome="${outcome}"} 1`
  const timed = ['capture_to_outcome_seconds_sum 42', 'capture_to_outcome_seconds_count 1']

  const approved = counted('COMPLETED', 'APPROVED')
  const unknownCapture = { ...completed, capturedAt: 52_000 }
  it.each([
    ['a new state', ongoing, captured, [counted('CAPTURED', 'PENDING')]],
    ['an outcome, with the time since capture', captured, completed, [approved, ...timed]],
    ['an outcome without a CAPTURED state before', ongoing, unknownCapture, [approved]],
    ['an expired session', captured, expired, [counted('EXPIRED', 'NONE')]],
    ['nothing when the state is the same', captured, captured, []],
    ['a stale refresh', completed, undefined, ['stale_refreshes_total 1']],
  ])('count %s', async (_what, before, after, expected) => {
    const metrics = create()
    metrics.recordTransition({ session: after ?? before, before, changed: after !== undefined })
    expect(await readPositive(metrics)).toEqual(expected)
  })

  const refused = 'WEBHOOK_REFUSED'
  it.each<['refresh' | 'deliver', JobResult, string, string | undefined]>([
    ['refresh', { done: true }, 'done', undefined],
    ['refresh', { retryAt: 1 }, 'rescheduled', undefined],
    ['deliver', { done: true }, 'done', 'accepted'],
    ['deliver', { failed: refused, retryAt: 1 }, 'retried', 'rejected'],
    ['deliver', { failed: 'WEBHOOK_UNREACHABLE' }, 'failed', 'unreachable'],
    ['deliver', { failed: 'NO_WEBHOOK' }, 'failed', undefined],
  ])('count a job: %s %j', async (type, result, label, delivery) => {
    const metrics = create()
    metrics.recordJobResult({ type }, result)
    expect(await readPositive(metrics)).toEqual([
      `job_runs_total{type="${type}",result="${label}"} 1`,
      ...(delivery === undefined ? [] : [`deliveries_total{result="${delivery}"} 1`]),
    ])
  })
})

describe('the job gauges', () => {
  it('give the number of jobs and how long the oldest one has been due', async () => {
    const metrics = create(() =>
      Promise.resolve([
        { type: 'refresh', state: 'waiting', count: 3, oldestDueAt: NOW + 30_000 },
        { type: 'deliver', state: 'waiting', count: 2, oldestDueAt: NOW - 5000 },
        { type: 'erase', state: 'failed', count: 1, oldestDueAt: NOW - 60_000 },
      ]),
    )
    expect(await read(metrics, 'relying_party_jobs{')).toEqual([
      'relying_party_jobs{type="refresh",state="waiting"} 3',
      'relying_party_jobs{type="refresh",state="failed"} 0',
      'relying_party_jobs{type="deliver",state="waiting"} 2',
      'relying_party_jobs{type="deliver",state="failed"} 0',
      'relying_party_jobs{type="erase",state="waiting"} 0',
      'relying_party_jobs{type="erase",state="failed"} 1',
    ])
    const overdue = 'relying_party_jobs_overdue_seconds'
    expect(await read(metrics, overdue)).toEqual(
      expect.arrayContaining([
        `${overdue}{type="refresh",state="waiting"} 0`,
        `${overdue}{type="deliver",state="waiting"} 5`,
        `${overdue}{type="erase",state="failed"} 60`,
      ]),
    )
    expect(await read(metrics, 'relying_party_database')).toEqual(['relying_party_database_up 1'])
  })

  it('are read on each scrape, and absent when the database does not respond', async () => {
    let count = 1
    const metrics = create(() =>
      count > 2
        ? Promise.reject(new Error('postgres://user:password@host is away'))
        : Promise.resolve([{ type: 'erase', state: 'waiting', count: count++, oldestDueAt: NOW }]),
    )
    const line = 'relying_party_jobs{type="erase",state="waiting"}'
    expect(await read(metrics, line)).toEqual([`${line} 1`])
    expect(await read(metrics, line)).toEqual([`${line} 2`])
    expect(await read(metrics, 'relying_party_jobs{')).toEqual([])
    const { body } = await metrics.expose()
    expect(body).toContain('\nrelying_party_database_up 0\n')
    expect(body).not.toContain('password')
  })
})

describe('the request metrics', () => {
  it('have the route pattern as label, never the URL', async () => {
    const metrics = create()
    const logger = createLogger('silent')
    const audit = createAuditLog('off', logger)
    const app = express()
      .use(createRequestLogger({ logger, audit, ...metrics }))
      .get('/sessions/:sessionId', (_req, res) => {
        res.status(404).send('no')
      })
      .get('/broken-off', (_req, res) => {
        res.write('half')
        setImmediate(() => res.destroy())
      })
    await supertest(app).get('/sessions/secret-id?token=secret')
    await supertest(app).get('/sessions/secret-id-2')
    await supertest(app).post('/elsewhere/secret')
    await supertest(app)
      .get('/broken-off')
      .catch(() => undefined)
    const name = 'relying_party_http_request_duration_seconds'
    expect(await read(metrics, `${name}_count`)).toEqual([
      `${name}_count{route="/sessions/:sessionId",method="GET",status="404"} 2`,
      `${name}_count{route="(no route)",method="POST",status="404"} 1`,
      `${name}_count{route="/broken-off",method="GET",status="aborted"} 1`,
    ])
    expect((await metrics.expose()).body).not.toContain('secret')
  })
})
