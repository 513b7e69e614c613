import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { startPostgres } from '../support/postgres.js'
import { createBuiltServer } from './built-server.js'
import { createSeededRandom } from './seeded-random.js'
import { ENGINES, KILL_COUNT, RUN_COUNT, SEED } from './settings.js'
import { runFlow } from './flow.js'
import { listDistinctEvents } from './webhook-receiver.js'
import { startFaultFixture } from './fault-fixture.js'

const USERS = Array.from({ length: KILL_COUNT * 3 }, (_, index) => `user-${index}`)
const MINUTE_MS = 60_000
/** Many at once on one engine will do, between the more exact deaths of between-effects.test.ts. */
const SELECTED_ENGINES = RUN_COUNT === undefined ? ENGINES.slice(0, 1) : ENGINES

describe.each(SELECTED_ENGINES)('a server on %s that is killed again and again', (engine) => {
  it(
    `tells many people's outcomes, in order, and loses nothing that it accepted (seed ${SEED})`,
    async () => {
      const random = createSeededRandom(SEED)
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      await using world = await startFaultFixture({ postgres, rejectWebhook: () => random() < 0.2 })
      const server = createBuiltServer(world.env)
      await server.start()
      try {
        const flows = Promise.all(
          USERS.map(async (person) => {
            await pause(random() * KILL_COUNT * 1500)
            return runFlow(world, person, { polls: random() < 0.5 })
          }),
        )
        for (let kills = 0; kills < KILL_COUNT; kills++) {
          await pause(random() * 1200)
          await server.kill()
          await server.start()
        }
        const results = await flows

        expect(new Set(results.map(({ sessionId }) => sessionId)).size).toBe(USERS.length)
        for (const { sessionId, repeatedSessionId, erasureStatus } of results) {
          expect(listDistinctEvents(world.receiver.events, sessionId)).toEqual([
            'session.completed APPROVED',
            'session.erased APPROVED',
          ])
          expect(repeatedSessionId).toBe(sessionId)
          expect([202, 204]).toContain(erasureStatus)
          expect(world.emulator.session(sessionId)).toBeUndefined()
        }
        expect(world.receiver.forgedCount()).toBe(0)
        // Beyond one for each person, at most one for each of them whose order was under way at a death.
        const created = world.emulator
          .requests()
          .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions')).length
        expect(created).toBeLessThanOrEqual(USERS.length * (1 + KILL_COUNT))
      } finally {
        await server.kill()
      }
    },
    10 * MINUTE_MS,
  )
})
