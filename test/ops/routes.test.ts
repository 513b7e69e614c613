import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { createMetrics } from '../../src/ops/metrics.js'
import { createReadiness, type ReadinessCheck } from '../../src/ops/readiness.js'
import { createOpsApp, createOpsRoutes } from '../../src/ops/routes.js'

const pass = () => Promise.resolve()
const build = { version: '1.2.3', commit: 'abc' }
const metrics = createMetrics({ countJobs: () => Promise.resolve([]), now: () => 0, build })

function monitor(checks: readonly ReadinessCheck[]) {
  const failures: unknown[][] = []
  const checkReadiness = createReadiness({
    checks,
    onFailure: (...failure) => failures.push(failure),
    timeoutMs: 50,
  })
  const config = { baseUrl: 'https://bank.example/kyc' }
  return { monitoring: { build, metrics, checkReadiness, config }, failures }
}

const database = (check: () => Promise<void>): ReadinessCheck => ({
  name: 'database',
  remedy: 'Check DATABASE_URL.',
  check,
})
const key: ReadinessCheck = { name: 'key', remedy: 'Check YOTI_KEY.', check: pass }

describe('the ops routes', () => {
  it('respond 200 to /healthz when a check fails, with the version except to the public', async () => {
    const { monitoring } = monitor([database(() => Promise.reject(new Error('away')))])
    for (const [routes, shown] of [
      [createOpsRoutes(), {}],
      [createOpsRoutes(monitoring), build],
    ] as const) {
      const response = await supertest(express().use(routes)).get('/healthz')
      expect(response.status).toBe(200)
      expect(response.body).toEqual({ status: 'ok', ...shown })
      expect(response.headers['cache-control']).toBe('no-store')
    }
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('postgres://user:password@host is down'))],
    ['hangs', () => new Promise<void>(() => undefined)],
  ])(
    'respond 503 with the remedy, and without the error, when a check %s',
    async (_description, check) => {
      const { monitoring, failures } = monitor([database(check), key])
      const response = await supertest(createOpsApp(monitoring)).get('/readyz')
      expect(response.status).toBe(503)
      expect(response.body).toEqual({
        ready: false,
        checks: [
          { name: 'database', ok: false, remedy: 'Check DATABASE_URL.' },
          { name: 'key', ok: true },
        ],
      })
      expect(failures).toEqual([['database', expect.any(Error), 'Check DATABASE_URL.']])
    },
  )

  it('run a check once while it hangs, and again once it has finished', async () => {
    let runCount = 0
    let finish: () => void = () => undefined
    const { monitoring } = monitor([
      database(() => {
        runCount++
        return runCount === 1 ? new Promise<void>((resolve) => (finish = resolve)) : pass()
      }),
    ])
    const app = createOpsApp(monitoring)
    const read = async () => (await supertest(app).get('/readyz')).status
    expect(await Promise.all([read(), read(), read()])).toEqual([503, 503, 503])
    expect(await read()).toBe(503)
    expect(runCount).toBe(1)
    finish()
    await new Promise(setImmediate)
    expect(await read()).toBe(200)
    expect(runCount).toBe(2)
  })
})

describe('the ops app', () => {
  it.each(['/kyc/metrics', '/kyc/healthz', '/kyc/readyz', '/readyz'])(
    'responds 200 to %s when the base URL ends in /kyc',
    async (path) => {
      const app = createOpsApp(monitor([]).monitoring)
      expect((await supertest(app).get(path)).status).toBe(200)
    },
  )

  it('lists its routes on 404, and hides the error’s message on 500', async () => {
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
    const ready = await supertest(createOpsApp(monitoring)).get('/readyz')
    const shared = await supertest(express().use(createOpsRoutes())).get('/livez')
    for (const { headers } of [elsewhere, failed, ready, shared]) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
      })
    }
  })
})
