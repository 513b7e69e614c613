import { describe, expect, it } from '@jest/globals'
import { capture } from '../support/capture-client.js'
import { getFreePort } from '../support/free-port.js'
import { startLoadBalancer } from '../support/load-balancer.js'
import { startPostgres } from '../support/postgres.js'
import type { Program } from '../support/program.js'
import { waitFor } from '../support/wait-for.js'
import { createBackend } from './backend.js'
import { createBuiltServer } from './built-server.js'
import { listOverlaps, startSlowYoti } from './slow-yoti.js'
import { listInOrder } from './webhook-receiver.js'
import { startWorld, type World } from './world.js'

const PEOPLE = Array.from({ length: 12 }, (_, index) => `user-${index}`)
const MINUTES = 60_000
/** Milliseconds. Yoti takes its time, so that it notifies while somebody who looks makes us ask as well. */
const TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 3500,
  expertChecks: 4500,
  betweenChecks: 500,
}
const BETWEEN_LOOKS = 250

/** Two processes on one database behind one address, and people who come to it. */
async function startInstances() {
  const postgres = await startPostgres()
  const world = await startWorld({ postgres, timeline: TIMELINE })
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
    if (env.WORKER_ONLY === undefined) balancer.instances.push(port)
    return program
  }
  const come = async (person: string): Promise<string> => {
    const { sessionId, clientSessionToken } = await backend.order(person)
    await capture(world.emulator.apiUrl, sessionId, clientSessionToken)
    return sessionId
  }
  const hearAll = (sessionIds: readonly string[]) =>
    waitFor(
      'every outcome',
      () => sessionIds.every((id) => listInOrder(world.receiver.events, id).length > 0),
      2 * MINUTES,
    )
  /** Somebody looks at each of them all the time, at one instance after the other. */
  const watch = (sessionIds: readonly string[]) => {
    const timer = setInterval(() => {
      for (const id of sessionIds) void backend.look(id).catch(() => undefined)
    }, BETWEEN_LOOKS)
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
    come,
    watch,
    hearAll,
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
      const { yoti, start, come, watch, hearAll } = instances
      await Promise.all([start('first'), start('second')])
      const sessionIds = await Promise.all(PEOPLE.map(come))
      using _ = watch(sessionIds)
      await hearAll(sessionIds)

      expect(new Set(yoti.readings.map(({ instance }) => instance)).size).toBe(2)
      expect(listOverlaps(yoti.readings)).toEqual([])
    },
    5 * MINUTES,
  )

  it.concurrent(
    'tell every outcome although one is killed while it asks',
    async () => {
      await using instances = await startInstances()
      const { world, yoti, start, come, hearAll } = instances
      const [first, second] = await Promise.all([start('first'), start('second')])
      const sessionIds = await Promise.all(PEOPLE.map(come))
      // Whichever it is: one may be quick enough to take all of the work.
      const { instance } = await waitFor('a reading', () =>
        yoti.readings.find(({ until }) => until === Infinity),
      )
      await (instance === 'first' ? first : second).kill()
      await hearAll(sessionIds)

      expectAllTold(world, sessionIds)
      expect(listOverlaps(yoti.readings)).toEqual([])
    },
    5 * MINUTES,
  )

  it.concurrent(
    'may be one for the web and one for the work, which ends what the web began',
    async () => {
      await using instances = await startInstances()
      const { world, yoti, start, come, hearAll } = instances
      const [web] = await Promise.all([start('web'), start('work', { WORKER_ONLY: 'true' })])
      const sessionIds = await Promise.all(PEOPLE.map(come))
      await web.kill()
      await hearAll(sessionIds)

      expectAllTold(world, sessionIds)
      expect(yoti.readings.some(({ instance }) => instance === 'work')).toBe(true)
      expect(listOverlaps(yoti.readings)).toEqual([])
    },
    5 * MINUTES,
  )
})

function expectAllTold({ receiver }: World, sessionIds: readonly string[]): void {
  const told = sessionIds.map((id) => listInOrder(receiver.events, id))
  expect(told).toEqual(sessionIds.map(() => ['session.completed APPROVED']))
}
