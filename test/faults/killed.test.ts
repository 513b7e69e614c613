import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { startPostgres } from '../support/postgres.js'
import { createBuiltServer } from './built-server.js'
import { createRandom } from './random.js'
import { ENGINES, KILLS, RUNS, SEED } from './settings.js'
import { live } from './story.js'
import { listInOrder } from './webhook-receiver.js'
import { startWorld } from './world.js'

const PEOPLE = Array.from({ length: KILLS * 3 }, (_, index) => `user-${index}`)
const MINUTES = 60_000
/** Many at once on one engine will do, between the more exact deaths of between-effects.test.ts. */
const CHOSEN = RUNS === undefined ? ENGINES.slice(0, 1) : ENGINES

describe.each(CHOSEN)('a server on %s that is killed again and again', (engine) => {
  it(
    `tells many people's outcomes, in order, and loses nothing that it accepted (seed ${SEED})`,
    async () => {
      const random = createRandom(SEED)
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      await using world = await startWorld({ postgres, refuses: () => random() < 0.2 })
      const server = createBuiltServer(world.env)
      await server.start()
      try {
        const coming = Promise.all(
          PEOPLE.map(async (person) => {
            await pause(random() * KILLS * 1500)
            return live(world, person, { looks: random() < 0.5 })
          }),
        )
        for (let kills = 0; kills < KILLS; kills++) {
          await pause(random() * 1200)
          await server.kill()
          await server.start()
        }
        const stories = await coming

        expect(new Set(stories.map(({ sessionId }) => sessionId)).size).toBe(PEOPLE.length)
        for (const { sessionId, orderedAgain, erasure } of stories) {
          expect(listInOrder(world.receiver.events, sessionId)).toEqual([
            'session.completed APPROVED',
            'session.erased APPROVED',
          ])
          expect(orderedAgain).toBe(sessionId)
          expect([202, 204]).toContain(erasure)
          expect(world.emulator.session(sessionId)).toBeUndefined()
        }
        expect(world.receiver.forged()).toBe(0)
        // Beyond one for each person, at most one for each of them whose order was under way at a death.
        const created = world.emulator
          .requests()
          .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions')).length
        expect(created).toBeLessThanOrEqual(PEOPLE.length * (1 + KILLS))
      } finally {
        await server.kill()
      }
    },
    10 * MINUTES,
  )
})
