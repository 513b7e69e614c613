import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { startPostgres } from '../support/postgres.js'
import { createBuiltServer } from './crashing-server.js'
import { createSeededRandom, ENGINES, KILL_COUNT, RUN_COUNT, SEED } from './crash-plan.js'
import { runFlow } from './flow.js'
import { listDistinctEvents } from './invariants.js'
import { startFaultFixture } from './fault-fixture.js'

const USERS = Array.from({ length: KILL_COUNT * 3 }, (_, index) => `user-${index}`)
const MINUTE_MS = 60_000
/** One engine is enough, because crash-after-side-effect.test.ts covers both. */
const SELECTED_ENGINES = RUN_COUNT === undefined ? ENGINES.slice(0, 1) : ENGINES

describe.each(SELECTED_ENGINES)('a server on %s that is killed at random moments', (engine) => {
  it(
    `delivers every outcome in order and loses no accepted request (seed ${SEED})`,
    async () => {
      const random = createSeededRandom(SEED)
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      await using fixture = await startFaultFixture({
        postgres,
        rejectWebhook: () => random() < 0.2,
      })
      const server = createBuiltServer(fixture.env)
      await server.start()
      try {
        const flows = Promise.all(
          USERS.map(async (userReference) => {
            await pause(random() * KILL_COUNT * 1500)
            return runFlow(fixture, userReference, { polls: random() < 0.5 })
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
          expect(listDistinctEvents(fixture.receiver, sessionId)).toEqual([
            'session.completed APPROVED',
            'session.erased APPROVED',
          ])
          expect(repeatedSessionId).toBe(sessionId)
          expect([202, 204]).toContain(erasureStatus)
          expect(fixture.emulator.session(sessionId)).toBeUndefined()
        }
        expect(fixture.receiver.invalidCount).toBe(0)
        // One for each user, and at most one more for each kill during its creation.
        const created = fixture.emulator
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
