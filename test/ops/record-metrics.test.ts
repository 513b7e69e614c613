import { describe, expect, it } from '@jest/globals'
import { createMetrics, type Metrics } from '../../src/ops/metrics.js'
import { recordTransition, recordJobResult } from '../../src/ops/record-metrics.js'
import type { Job, JobResult } from '../../src/jobs/job-queue.js'

const create = () => createMetrics({ countJobs: () => Promise.resolve([]), now: () => 0 })

/** Lines with a value above 0, without buckets. */
async function read(metrics: Metrics): Promise<string[]> {
  const { body } = await metrics.expose()
  return body
    .split('\n')
    .filter((line) => /^relying_party_(sess|capt|stale|job_runs_total|deliv)/.test(line))
    .filter((line) => !line.endsWith(' 0') && !line.includes('_bucket'))
}

describe('recordTransition', () => {
  const ongoing = { state: 'ONGOING', outcome: 'PENDING' }
  const captured = { state: 'CAPTURED', outcome: 'PENDING', capturedAt: 10_000 }
  const completed = { ...captured, state: 'COMPLETED', outcome: 'APPROVED', endedAt: 52_000 }
  const counted = 'relying_party_sessions_total'
  const timed = 'relying_party_capture_to_outcome_seconds'

  it.each([
    ['a new state', ongoing, captured, true, [`${counted}{state="CAPTURED",outcome="PENDING"} 1`]],
    [
      'an outcome, with the time since capture',
      captured,
      completed,
      true,
      [`${counted}{state="COMPLETED",outcome="APPROVED"} 1`, `${timed}_sum 42`, `${timed}_count 1`],
    ],
    [
      'an outcome without a CAPTURED state before',
      ongoing,
      { ...completed, capturedAt: 52_000 },
      true,
      [`${counted}{state="COMPLETED",outcome="APPROVED"} 1`],
    ],
    [
      'an expired session',
      captured,
      { ...captured, state: 'EXPIRED', outcome: 'NONE', endedAt: 52_000 },
      true,
      [`${counted}{state="EXPIRED",outcome="NONE"} 1`],
    ],
    ['nothing when the state is the same', captured, captured, true, []],
    ['a stale refresh', completed, completed, false, ['relying_party_stale_refreshes_total 1']],
  ])('counts %s', async (_what, before, session, changed, expected) => {
    const metrics = create()
    recordTransition(metrics, { session, before, changed })
    expect(await read(metrics)).toEqual(expected)
  })
})

describe('recordJobResult', () => {
  const refresh: Job = { id: '1', type: 'refresh', sessionId: 'session-1', attempts: 0 }
  const deliver: Job = { ...refresh, type: 'deliver' }

  it.each<[string, Job, JobResult, string[]]>([
    ['a finished job', refresh, { done: true }, ['job_runs_total{type="refresh",result="done"} 1']],
    [
      'an accepted delivery',
      deliver,
      { done: true },
      ['job_runs_total{type="deliver",result="done"} 1', 'deliveries_total{result="accepted"} 1'],
    ],
    [
      'a rejected delivery',
      deliver,
      { failed: 'WEBHOOK_REFUSED', retryAt: 1 },
      [
        'job_runs_total{type="deliver",result="retried"} 1',
        'deliveries_total{result="rejected"} 1',
      ],
    ],
    [
      'a delivery that failed permanently',
      deliver,
      { failed: 'WEBHOOK_UNREACHABLE' },
      [
        'job_runs_total{type="deliver",result="failed"} 1',
        'deliveries_total{result="unreachable"} 1',
      ],
    ],
    [
      'one without a receiver',
      deliver,
      { failed: 'NO_WEBHOOK' },
      ['job_runs_total{type="deliver",result="failed"} 1'],
    ],
  ])('counts %s', async (_what, work, result, expected) => {
    const metrics = create()
    recordJobResult(metrics, work, result)
    expect(await read(metrics)).toEqual(expected.map((line) => `relying_party_${line}`))
  })
})
