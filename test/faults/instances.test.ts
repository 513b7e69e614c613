import { describe, expect, it } from '@jest/globals'
import { captureOverHttp } from '../support/capture-over-http.js'
import { getFreePort } from '../support/free-port.js'
import { startLoadBalancer } from '../support/load-balancer.js'
import { startPostgres } from '../support/postgres.js'
import type { Program } from '../support/program.js'
import { waitFor } from '../support/wait-for.js'
import { createBackend } from './backend.js'
import { createBuiltServer } from './built-server.js'
import { findOverlappingReads, startSlowYoti } from './slow-yoti.js'
import { listDistinctEvents } from './webhook-receiver.js'
import { startFaultFixture, type FaultFixture } from './fault-fixture.js'

const USERS = Array.from({ length: 12 }, (_, index) => `user-${index}`)
const MINUTE_MS = 60_000
/** Milliseconds. Yoti takes its time, so that it notifies while somebody who looks makes us ask as well. */
const SLOW_TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 3500,
  expertChecks: 4500,
  betweenChecks: 500,
}
const POLL_INTERVAL_MS = 250

/** Two processes on one database behind one address, and people who come to it. */
async function startInstances() {
  const postgres = await startPostgres()
  const world = await startFaultFixture({ postgres, timeline: SLOW_TIMELINE })
  const yoti = await startSlowYoti(world.emulator.apiUrl)
  const balancer = await startLoadBalancer()
  const programs: Program[] = []
  const baseUrl = `http://localhost:${balancer.port}`
  const backend = createBackend(baseUrl)

  const start = async (name: string, env: Record<string, string> = {}): Promise<Program> => {
    const port = await getFreePort()
    const program = createBuiltServer(
      {
        ...world.env,
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
  const captureSession = async (person: string): Promise<string> => {
    const { sessionId, clientSessionToken } = await backend.createSession(person)
    await captureOverHttp(world.emulator.apiUrl, sessionId, clientSessionToken)
    return sessionId
  }
  const waitForOutcomes = (sessionIds: readonly string[]) =>
    waitFor(
      'every outcome',
      () => sessionIds.every((id) => listDistinctEvents(world.receiver.events, id).length > 0),
      2 * MINUTE_MS,
    )
  /** Somebody looks at each of them all the time, at one instance after the other. */
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
    world,
    yoti,
    start,
    come: captureSession,
    watch: pollSessions,
    hearAll: waitForOutcomes,
    async [Symbol.asyncDispose]() {
      await Promise.all(programs.map((program) => program.kill()))
      for (const part of [balancer, yoti, world, postgres]) await part[Symbol.asyncDispose]()
    },
  }
}

/** At once: mostly they wait for the lease of a dead process to end, or for Yoti to be asked again. */
describe('two instances on one PostgreSQL', () => {
  it.concurrent(
    'share the work, and never ask about one session at once',
    async () => {
      await using instances = await startInstances()
      const {
        yoti,
        start,
        come: captureSession,
        watch: pollSessions,
        hearAll: waitForOutcomes,
      } = instances
      await Promise.all([start('first'), start('second')])
      const sessionIds = await Promise.all(USERS.map(captureSession))
      using _ = pollSessions(sessionIds)
      await waitForOutcomes(sessionIds)

      expect(new Set(yoti.sessionReads.map(({ instance }) => instance)).size).toBe(2)
      expect(findOverlappingReads(yoti.sessionReads)).toEqual([])
    },
    5 * MINUTE_MS,
  )

  it.concurrent(
    'tell every outcome although one is killed while it asks',
    async () => {
      await using instances = await startInstances()
      const { world, yoti, start, come: captureSession, hearAll: waitForOutcomes } = instances
      const [first, second] = await Promise.all([start('first'), start('second')])
      const sessionIds = await Promise.all(USERS.map(captureSession))
      // Whichever it is: one may be quick enough to take all of the work.
      const { instance } = await waitFor('a reading', () =>
        yoti.sessionReads.find(({ endedAt }) => endedAt === Infinity),
      )
      await (instance === 'first' ? first : second).kill()
      await waitForOutcomes(sessionIds)

      expectAllNotified(world, sessionIds)
      expect(findOverlappingReads(yoti.sessionReads)).toEqual([])
    },
    5 * MINUTE_MS,
  )

  it.concurrent(
    'may be one for the web and one for the work, which ends what the web began',
    async () => {
      await using instances = await startInstances()
      const { world, yoti, start, come: captureSession, hearAll: waitForOutcomes } = instances
      const [web] = await Promise.all([start('web'), start('work', { WORKER_ONLY: 'true' })])
      const sessionIds = await Promise.all(USERS.map(captureSession))
      await web.kill()
      await waitForOutcomes(sessionIds)

      expectAllNotified(world, sessionIds)
      expect(yoti.sessionReads.some(({ instance }) => instance === 'work')).toBe(true)
      expect(findOverlappingReads(yoti.sessionReads)).toEqual([])
    },
    5 * MINUTE_MS,
  )
})

function expectAllNotified({ receiver }: FaultFixture, sessionIds: readonly string[]): void {
  const events = sessionIds.map((id) => listDistinctEvents(receiver.events, id))
  expect(events).toEqual(sessionIds.map(() => ['session.completed APPROVED']))
}
