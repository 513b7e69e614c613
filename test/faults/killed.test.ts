import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { startEmulator } from '../../src/emulator/start.js'
import { createApplication } from '../support/application.js'
import { capture } from '../support/capture-client.js'
import { getFreePort } from '../support/free-port.js'
import { startPostgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'
import { createServerProcess } from './server-process.js'
import { startReceiver, type Event } from './webhook-receiver.js'

/** More with `npm run faults`. */
const KILLS = Number(process.env.FAULT_KILLS ?? 2)
const ENGINES = process.env.FAULT_ENGINES?.split(',') ?? ['sqlite']
const SEED = Number(process.env.FAULT_SEED ?? 1)
const PEOPLE = KILLS * 3
const MINUTES = 60_000
const KEY = 'a-secret-of-the-shop-that-is-long-enough'
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const HURRY = { framesAfterUpload: 10, automatedChecks: 200, expertChecks: 400, betweenChecks: 50 }

describe.each(ENGINES)('a server on %s that is killed again and again', (engine) => {
  it(
    `tells each outcome at least once, in order, and loses nothing that it accepted (seed ${SEED})`,
    async () => {
      const random = createRandom(SEED)
      const application = createApplication()
      await using emulator = await startEmulator({
        port: 0,
        applications: [application],
        timeline: HURRY,
      })
      const receiver = await startReceiver(WEBHOOK_SECRET, () => random() < 0.2)
      const directory = mkdtempSync(join(tmpdir(), 'faults-'))
      await using postgres = engine === 'postgres' ? await startPostgres() : undefined
      const port = await getFreePort()
      const baseUrl = `http://localhost:${port}`
      const server = createServerProcess({
        PORT: String(port),
        YOTI_APP_BASE_URL: baseUrl,
        YOTI_CLIENT_SDK_ID: application.sdkId,
        YOTI_KEY: application.privatePem,
        YOTI_IDV_API_URL: emulator.apiUrl,
        APP_SECRET: 'a secret of the tests that is long enough',
        API_KEYS: `shop:${KEY}`,
        DATABASE_URL:
          (await postgres?.createDatabase()) ?? `file:${join(directory, 'sessions.db')}`,
        OUTCOME_WEBHOOK_URL: receiver.url,
        OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
        RATE_LIMIT: 'off',
        LOG_LEVEL: 'error',
      })
      await server.start()
      try {
        const people = Promise.all(
          Array.from({ length: PEOPLE }, async (_, person) => {
            await pause(random() * KILLS * 1500)
            return verify(baseUrl, emulator.apiUrl, person)
          }),
        )
        let kills = 0
        while (kills < KILLS) {
          await pause(random() * 1200)
          await server.kill()
          kills += 1
          await server.start()
        }
        const sessionIds = await people
        expect(new Set(sessionIds).size).toBe(PEOPLE)
        const heard = (sessionId: string, type: string) =>
          receiver.events.some((event) => event.sessionId === sessionId && event.type === type)
        await waitFor(
          'every outcome',
          () => sessionIds.every((sessionId) => heard(sessionId, 'session.completed')),
          2 * MINUTES,
        )
        for (const sessionId of sessionIds) {
          const status = await insist(baseUrl, 'DELETE', `/api/sessions/${sessionId}`)
          expect([202, 204]).toContain(status.status)
        }
        await waitFor(
          'every erasure',
          () => sessionIds.every((sessionId) => heard(sessionId, 'session.erased')),
          2 * MINUTES,
        )
        for (const sessionId of sessionIds) {
          const mine = receiver.events.filter((event) => event.sessionId === sessionId)
          expect(listInOrder(mine)).toEqual([
            'session.completed APPROVED',
            'session.erased APPROVED',
          ])
        }
        expect(receiver.forged()).toBe(0)
        // Beyond one for each person, at most one for each death in the middle of a creation.
        const created = emulator
          .requests()
          .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions')).length
        expect(created).toBeLessThanOrEqual(PEOPLE + kills)
      } finally {
        await server.kill()
        receiver.close()
        rmSync(directory, { recursive: true })
      }
    },
    10 * MINUTES,
  )
})

/** A signup backend that does not give up, and a person who goes through the client. */
async function verify(baseUrl: string, apiUrl: string, person: number): Promise<string> {
  const body = JSON.stringify({ userReference: `user-${person}` })
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': `key-${person}` }
  const answer = await insist(baseUrl, 'POST', '/api/sessions', { headers, body })
  const { sessionId = '', clientSessionToken = '' } = (await answer.json()) as Record<
    string,
    string
  >
  await capture(apiUrl, sessionId, clientSessionToken)
  return sessionId
}

async function insist(
  baseUrl: string,
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: string } = {},
): Promise<Response> {
  for (;;) {
    const headers = { Authorization: `Bearer ${KEY}`, ...init.headers }
    const response = await fetch(baseUrl + path, { ...init, method, headers }).catch(
      () => undefined,
    )
    if (response !== undefined && response.status < 500) return response
    await pause(100)
  }
}

/** What was told, without what was told twice. */
function listInOrder(events: Event[]): string[] {
  const first = new Map(events.map((event) => [event.id, event]).reverse() as [string, Event][])
  return [...first.values()].reverse().map(({ type, outcome }) => `${type} ${outcome}`)
}

/** The same numbers for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
