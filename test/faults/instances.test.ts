import { describe, expect, it } from '@jest/globals'
import { captureOverHttp } from '../support/capture-over-http.js'
import { getFreePort } from '../support/free-port.js'
import { startLoadBalancer } from '../support/load-balancer.js'
import { startPostgres } from '../support/postgres.js'
import type { Program } from '../support/program.js'
import { waitFor } from '../support/wait-for.js'
import { createBackend } from './flow.js'
import { createBuiltServer } from './crashing-server.js'
import { startSlowYoti } from './slow-yoti.js'
import { listDistinctEvents } from './invariants.js'
import { startFaultFixture, type FaultFixture } from './fault-fixture.js'

const USERS = Array.from({ length: 12 }, (_, index) => `user-${index}`)
const MINUTE_MS = 60_000
/** Slow enough that notifications arrive while polling refreshes the same sessions. */
const SLOW_TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 3500,
  expertChecks: 4500,
  betweenChecks: 500,
}
const POLL_INTERVAL_MS = 250

/** Processes on one database behind one load balancer. */
async function startInstances() {
  const postgres = await startPostgres()
  const fixture = await startFaultFixture({ postgres, timeline: SLOW_TIMELINE })
  const yoti = await startSlowYoti(fixture.emulator.apiUrl)
  const balancer = await startLoadBalancer()
  const programs: Program[] = []
  const baseUrl = `http://localhost:${balancer.port}`
  const backend = createBackend(baseUrl)

  const start = async (name: string, env: Record<string, string> = {}): Promise<Program> => {
    const port = await getFreePort()
    const program = createBuiltServer(
      {
        ...fixture.env,
        PORT: String(port),
        YOTI_APP_BASE_URL: baseUrl,
        YOTI_IDV_API_URL: yoti.urlFor(name),
        ...env,
      },
      env.WORKER_ONLY === undefined ? 'Open ' : 'Working for ',
    )
    programs.push(program)
    await program.start()
    if (env.WORKER_ONLY === undefined) balancer.instancePorts.push(port)
    return program
  }
  const captureSession = async (userReference: string): Promise<string> => {
    const { sessionId, clientSessionToken } = await backend.createSession(userReference)
    await captureOverHttp(fixture.emulator.apiUrl, sessionId, clientSessionToken)
    return sessionId
  }
  const waitForOutcomes = (sessionIds: readonly string[]) =>
    waitFor(
      'every outcome',
      () => sessionIds.every((id) => listDistinctEvents(fixture.receiver, id).length > 0),
      2 * MINUTE_MS,
    )
  const pollSessions = (sessionIds: readonly string[]) => {
    const timer = setInterval(() => {
      for (const id of sessionIds) void backend.refreshSession(id).catch(() => undefined)
    }, POLL_INTERVAL_MS)
    return {
      [Symbol.dispose]: () => {
        clearInterval(timer)
      },
    }
  }
  return {
    fixture,
    yoti,
    start,
    captureSession,
    pollSessions,
    waitForOutcomes,
    async [Symbol.asyncDispose]() {
      await Promise.all(programs.map((program) => program.kill()))
      for (const part of [balancer, yoti, fixture, postgres]) await part[Symbol.asyncDispose]()
    },
  }
}

/** Concurrent, because the tests mostly wait for a lease to expire or for the next poll. */
describe('two instances on one PostgreSQL', () => {
  it.concurrent(
    'share the jobs, and never refresh one session concurrently',
    async () => {
      await using instances = await startInstances()
      const { yoti, start, captureSession, pollSessions, waitForOutcomes } = instances
      await Promise.all([start('first'), start('second')])
      const sessionIds = await Promise.all(USERS.map(captureSession))
      using _ = pollSessions(sessionIds)
      await waitForOutcomes(sessionIds)

      expect(new Set(yoti.sessionReads.map(({ instance }) => instance)).size).toBe(2)
      expect(yoti.findOverlappingReads()).toEqual([])
    },
    5 * MINUTE_MS,
  )

  it.concurrent(
    'deliver every outcome when one is killed during a refresh',
    async () => {
      await using instances = await startInstances()
      const { fixture, yoti, start, captureSession, waitForOutcomes } = instances
      const [first, second] = await Promise.all([start('first'), start('second')])
      const sessionIds = await Promise.all(USERS.map(captureSession))
      // Kill the instance that holds the lease: one may have claimed all of the jobs.
      const { instance } = await waitFor('a refresh', () =>
        yoti.sessionReads.find(({ endedAt }) => endedAt === Infinity),
      )
      await (instance === 'first' ? first : second).kill()
      await waitForOutcomes(sessionIds)

      expectAllNotified(fixture, sessionIds)
      expect(yoti.findOverlappingReads()).toEqual([])
    },
    5 * MINUTE_MS,
  )

  it.concurrent(
    'deliver every outcome when a WORKER_ONLY instance remains',
    async () => {
      await using instances = await startInstances()
      const { fixture, yoti, start, captureSession, waitForOutcomes } = instances
      const [web] = await Promise.all([start('web'), start('worker', { WORKER_ONLY: 'true' })])
      const sessionIds = await Promise.all(USERS.map(captureSession))
      await web.kill()
      await waitForOutcomes(sessionIds)

      expectAllNotified(fixture, sessionIds)
      expect(yoti.sessionReads.some(({ instance }) => instance === 'worker')).toBe(true)
      expect(yoti.findOverlappingReads()).toEqual([])
    },
    5 * MINUTE_MS,
  )
})

function expectAllNotified({ receiver }: FaultFixture, sessionIds: readonly string[]): void {
  const events = sessionIds.map((id) => listDistinctEvents(receiver, id))
  expect(events).toEqual(sessionIds.map(() => ['session.completed APPROVED']))
}
