import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createMetrics, type Metrics } from '../../src/ops/metrics.js'
import { createRequestMetrics } from '../../src/ops/record-metrics.js'
import type { JobCount } from '../../src/jobs/job-queue.js'

const NOW = 1_000_000

function create(countWork: () => Promise<readonly JobCount[]> = () => Promise.resolve([])) {
  return createMetrics({ countJobs: countWork, now: () => NOW })
}

/** The exposed lines of ours that begin so. */
async function read(metrics: Metrics, prefix = 'relying_party_'): Promise<string[]> {
  const { body } = await metrics.expose()
  return body.split('\n').filter((line) => line.startsWith(prefix))
}

describe('the metrics', () => {
  it('tell of the process in the form that Prometheus reads', async () => {
    const { contentType, body } = await create().expose()
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  })

  it('belong to who made them', async () => {
    const [one, other] = [create(), create()]
    one.recordStaleRefresh()
    expect(await read(one, 'relying_party_stale')).toEqual([
      'relying_party_stale_refreshes_total 1',
    ])
    expect(await read(other, 'relying_party_stale')).toEqual([
      'relying_party_stale_refreshes_total 0',
    ])
  })

  it('start at zero where an alert waits for the first', async () => {
    const lines = await read(create())
    expect(lines).toEqual(
      expect.arrayContaining([
        'relying_party_notifications_total{result="rejected"} 0',
        'relying_party_deliveries_total{result="unreachable"} 0',
        'relying_party_job_runs_total{type="erase",result="failed"} 0',
        'relying_party_worker_errors_total 0',
      ]),
    )
  })

  it('count what they are told', async () => {
    const metrics = create()
    metrics.recordYotiCall({
      endpoint: 'GET /sessions/:sessionId',
      outcome: 'ok',
      status: 200,
      durationMs: 60,
    })
    metrics.recordYotiCall({
      endpoint: 'POST /sessions',
      outcome: 'no-response',
      durationMs: 30_000,
    })
    metrics.recordSessionState('COMPLETED', 'APPROVED')
    metrics.recordCaptureToOutcome(20)
    metrics.recordNotification('accepted')
    metrics.recordDelivery('rejected')
    metrics.recordWorkerError()
    metrics.recordJob('refresh', { done: true })
    metrics.recordJob('refresh', { retryAt: 1 })
    metrics.recordJob('deliver', { failed: 'WEBHOOK_REFUSED', retryAt: 1 })
    metrics.recordJob('deliver', { failed: 'WEBHOOK_REFUSED' })
    const calls = 'relying_party_yoti_call_duration_seconds'
    expect(await read(metrics)).toEqual(
      expect.arrayContaining([
        `${calls}_bucket{le="0.05",endpoint="GET /sessions/:sessionId",outcome="ok",status="200"} 0`,
        `${calls}_bucket{le="0.1",endpoint="GET /sessions/:sessionId",outcome="ok",status="200"} 1`,
        `${calls}_sum{endpoint="POST /sessions",outcome="no-response",status="none"} 30`,
        'relying_party_sessions_total{state="COMPLETED",outcome="APPROVED"} 1',
        'relying_party_capture_to_outcome_seconds_bucket{le="15"} 0',
        'relying_party_capture_to_outcome_seconds_bucket{le="30"} 1',
        'relying_party_notifications_total{result="accepted"} 1',
        'relying_party_deliveries_total{result="rejected"} 1',
        'relying_party_worker_errors_total 1',
        'relying_party_job_runs_total{type="refresh",result="done"} 1',
        'relying_party_job_runs_total{type="refresh",result="rescheduled"} 1',
        'relying_party_job_runs_total{type="deliver",result="retried"} 1',
        'relying_party_job_runs_total{type="deliver",result="failed"} 1',
      ]),
    )
  })
})

describe('the gauges of durable work', () => {
  it('say how much there is, and how long the oldest has been due', async () => {
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
    const overdue = await read(metrics, 'relying_party_jobs_overdue')
    expect(overdue).toContain(
      'relying_party_jobs_overdue_seconds{type="refresh",state="waiting"} 0',
    )
    expect(overdue).toContain(
      'relying_party_jobs_overdue_seconds{type="deliver",state="waiting"} 5',
    )
    expect(overdue).toContain('relying_party_jobs_overdue_seconds{type="erase",state="failed"} 60')
    expect(await read(metrics, 'relying_party_database')).toEqual(['relying_party_database_up 1'])
  })

  it('are counted anew each time, and say nothing rather than something old', async () => {
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
  it('name the route’s pattern, never the address', async () => {
    const metrics = create()
    const app = express()
      .use(createRequestMetrics(metrics))
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
