import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createOpsApp } from '../../src/ops/app.js'
import { createMetrics } from '../../src/ops/metrics.js'
import { createReadiness, type ReadinessCheck } from '../../src/ops/readiness.js'
import { createOpsRoutes, type Monitoring } from '../../src/ops/routes.js'

const fine = () => Promise.resolve()
const metrics = createMetrics({ countJobs: () => Promise.resolve([]), now: () => 0 })

function monitor(checks: readonly ReadinessCheck[]): {
  monitoring: Monitoring
  failures: unknown[][]
} {
  const failures: unknown[][] = []
  const findReadiness = createReadiness({
    checks,
    onFailure: (...failure) => failures.push(failure),
    timeoutMs: 50,
  })
  return { monitoring: { metrics, checkReadiness: findReadiness }, failures }
}

const database = (check: () => Promise<void>): ReadinessCheck => ({
  name: 'database',
  remedy: 'Check DATABASE_URL.',
  check,
})
const key: ReadinessCheck = { name: 'key', remedy: 'Check YOTI_KEY.', check: fine }

describe('the ops routes', () => {
  it('say that the process is alive, whatever else is not', async () => {
    const { monitoring } = monitor([database(() => Promise.reject(new Error('away')))])
    for (const routes of [createOpsRoutes(), createOpsRoutes(monitoring)]) {
      const answer = await supertest(express().use(routes)).get('/healthz')
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({ status: 'ok' })
      expect(answer.headers['cache-control']).toBe('no-store')
    }
  })

  it('keep metrics and readiness apart from the public when they have a port of their own', async () => {
    const app = express().use(createOpsRoutes())
    expect((await supertest(app).get('/metrics')).status).toBe(404)
    expect((await supertest(app).get('/readyz')).status).toBe(404)
  })

  it('are ready when all checks pass', async () => {
    const { monitoring, failures } = monitor([database(fine), key])
    const answer = await supertest(createOpsApp(monitoring)).get('/readyz')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      ready: true,
      checks: [
        { name: 'database', ok: true },
        { name: 'key', ok: true },
      ],
    })
    expect(failures).toEqual([])
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('postgres://user:password@host is away'))],
    [
      'throws',
      () => {
        throw new Error('postgres://user:password@host is away')
      },
    ],
    ['hangs', () => new Promise<void>(() => undefined)],
  ])('name the check that %s with what to do, and not its error', async (_how, check) => {
    const { monitoring, failures } = monitor([database(check), key])
    const answer = await supertest(createOpsApp(monitoring)).get('/readyz')
    expect(answer.status).toBe(503)
    expect(answer.body).toEqual({
      ready: false,
      checks: [
        { name: 'database', ok: false, remedy: 'Check DATABASE_URL.' },
        { name: 'key', ok: true },
      ],
    })
    expect(failures).toEqual([['database', expect.any(Error)]])
  })

  it('ask a check that hangs once, however many want to know, and again when it has answered', async () => {
    let asked = 0
    let answer: () => void = () => undefined
    const { monitoring } = monitor([
      database(() => {
        asked++
        return asked === 1 ? new Promise<void>((resolve) => (answer = resolve)) : fine()
      }),
    ])
    const app = createOpsApp(monitoring)
    const read = async () => (await supertest(app).get('/readyz')).status
    expect(await Promise.all([read(), read(), read()])).toEqual([503, 503, 503])
    expect(await read()).toBe(503)
    expect(asked).toBe(1)
    answer()
    await new Promise(setImmediate)
    expect(await read()).toBe(200)
    expect(asked).toBe(2)
  })

  it('give the metrics as Prometheus reads them', async () => {
    const { monitoring } = monitor([])
    const answer = await supertest(createOpsApp(monitoring)).get('/metrics')
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.text).toContain('# TYPE relying_party_http_request_duration_seconds histogram')
  })
})

describe('what listens on a port of its own', () => {
  it('says what is there, and no error’s message', async () => {
    const { monitoring } = monitor([])
    const broken = { expose: () => Promise.reject(new Error('Ada Secret')) }
    const app = createOpsApp({ ...monitoring, metrics: broken })
    const [elsewhere, failed] = [
      await supertest(app).get('/sessions'),
      await supertest(app).get('/metrics'),
    ]
    expect([elsewhere.status, failed.status]).toEqual([404, 500])
    expect(elsewhere.text).toContain('/readyz')
    expect(failed.text).not.toContain('Ada Secret')
    expect(failed.headers['x-powered-by']).toBeUndefined()
  })
})
