import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'
import { API_ENV, callApi } from './journey.js'

const DISK_FULL = `create function fail() returns trigger language plpgsql as
  $$ begin raise exception 'no space' using errcode = '53100'; end $$`

describe('a failing database', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  const countYotiSessions = ({ emulator }: Stack) =>
    emulator
      .requests()
      .filter(({ method, pattern }) => method === 'POST' && pattern === '/sessions').length
  const order = (stack: Stack, userReference: string) =>
    callApi(stack, 'POST', '/api/sessions', { userReference }, { 'Idempotency-Key': userReference })

  const expectUnavailable = async (stack: Stack, userReference: string) => {
    const { status, body } = await order(stack, userReference)
    expect([status, body.code]).toEqual([503, 'DATABASE_UNAVAILABLE'])
  }

  async function start() {
    const url = await postgres.createDatabase()
    const stack = await startStack({ env: { ...API_ENV, DATABASE_URL: url } })
    const client = new pg.Client(url)
    await client.connect()
    await client.query(DISK_FULL)
    return {
      stack,
      url,
      client,
      /** Inserts that meet the condition fail as on a full disk. */
      failInserts: (table: string, condition = 'true') =>
        client.query(
          `create or replace trigger fail before insert on ${table} for each row when (${condition}) execute function fail()`,
        ),
      recover: async (...tables: string[]) => {
        for (const table of tables) await client.query(`drop trigger fail on ${table}`)
      },
      async [Symbol.asyncDispose]() {
        await client.end()
        await stack[Symbol.asyncDispose]()
      },
    }
  }

  it('leaves connections to requests while jobs wait for a locked table: 5 of 10', async () => {
    await using fixture = await start()
    const { context, baseUrl } = fixture.stack
    await fixture.client.query('begin; lock table sessions')
    const { queue } = context.notifications
    for (let n = 0; n < 16; n++) await queue.requestRefresh(randomUUID(), 0)
    context.worker.start()
    const observer = new pg.Client(fixture.url)
    await observer.connect()
    const countWaiting = async () => {
      const { rows } = await observer.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
          where backend_type = 'client backend' and wait_event_type = 'Lock'`,
      )
      return rows[0]?.count ?? 0
    }
    await waitFor('the jobs', async () => (await countWaiting()) >= 5)
    expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200)
    expect(await countWaiting()).toBeLessThanOrEqual(5)
    await Promise.all([observer.end(), fixture.client.query('rollback')])
  })

  it('creates no session at Yoti for orders and starts', async () => {
    await using fixture = await start()
    const { stack } = fixture
    await fixture.failInserts('session_attempts')
    for (let n = 0; n < 5; n++) await expectUnavailable(stack, 'user-1')
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    const page = await visitor.submitForm('/sessions')
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await page.text()).toContain('can’t save or look up your check')
    expect(countYotiSessions(stack)).toBe(0)

    await fixture.recover('session_attempts')
    expect(await order(stack, 'user-1')).toMatchObject({ status: 201, body: { warnings: [] } })
  })

  it('creates one session at Yoti when only small rows fit, and the retry says so', async () => {
    await using fixture = await start()
    const { stack } = fixture
    await fixture.failInserts('sessions')
    await fixture.failInserts('locks', 'length(new.holder) > 4096')
    for (let n = 0; n < 5; n++) await expectUnavailable(stack, 'user-1')
    await expectUnavailable(stack, 'user-2')
    expect(countYotiSessions(stack)).toBe(1)
    expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(503)

    await fixture.recover('sessions', 'locks')
    expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(200)
    const retry = await order(stack, 'user-1')
    expect(retry.status).toBe(201)
    expect(retry.body.warnings).toEqual([
      {
        path: 'userReference',
        message: expect.stringMatching(
          /at \d{4}-\S+Z was interrupted. Yoti may have created/,
        ) as unknown,
      },
    ])
    expect((await order(stack, 'user-2')).body.warnings).toEqual([])
  })

  it('counts an attempt that Yoti did not answer towards the daily limit, and a refused one not', async () => {
    await using fixture = await start()
    const { stack } = fixture
    const userReference = randomUUID()
    const endpoint = 'POST /sessions'
    const refused = { kind: 'error', code: 'TEMPORARILY_UNAVAILABLE', endpoint, times: 3 } as const
    const unanswered = { kind: 'cut', endpoint, times: 20 } as const
    stack.emulator.control.setTrackingFaults(userReference, { faults: [refused, unanswered] })
    for (let n = 0; n < 3; n++) expect((await order(stack, userReference)).status).toBe(503)
    for (let n = 0; n < 20; n++) expect((await order(stack, userReference)).status).toBe(503)
    const { status, body } = await order(stack, userReference)
    expect([status, body.code]).toEqual([429, 'SESSION_LIMIT'])
  })
})
