import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import Libsql from 'libsql'
import pg from 'pg'
import { openDatabase } from '../../src/store/database.js'
import { MIGRATIONS } from '../../src/store/migrations.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { retryFailedJobs } from '../../src/store/sweeps.js'
import { openStore } from '../support/open-store.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { startWebhookReceiver } from '../support/webhook-receiver.js'
import { API_ENV, callApi } from '../journeys/journey.js'

/** 007 and 008 stop all processes. */
const LAST_OF_VERSION_0_1 = '008-one-lease'
const FIXTURES = join(import.meta.dirname, '../fixtures/database-0.1')
const ONGOING_INPUT = { userReference: 'user-ongoing', returnUrl: 'https://shop.example/back' }

/** Ids and secrets that version 0.1 gave out. */
interface Facts {
  completed: string
  erased: string
  erasing: string
  ongoing: string
  ongoingToken: string
  handoverPath: string
  browser: string
  browserCookie: string
  otherTarget: string
}

describe('a migration after version 0.1', () => {
  it('changes no rows, because sweeps do that in batches', async () => {
    const texts: string[] = []
    const db = new Kysely<unknown>({
      dialect: openSqlite(':memory:').dialect,
      log: ({ query }) => {
        texts.push(query.sql)
      },
    })
    for (const [name, migration] of Object.entries(MIGRATIONS)) {
      await migration.up(db)
      if (name <= LAST_OF_VERSION_0_1) texts.length = 0
    }
    expect(texts.filter((text) => /^create (table|index)/.test(text)).length).toBeGreaterThan(2)
    expect(texts.filter((text) => /^(insert|update|delete|with)\b/i.test(text))).toEqual([])
    await db.destroy()
  })
})

describe.each(['sqlite', 'postgres'])('a database of version 0.1 on %s', (engine) => {
  const facts = JSON.parse(readFileSync(join(FIXTURES, `${engine}.json`), 'utf8')) as Facts
  const dump = readFileSync(join(FIXTURES, `${engine}.sql`), 'utf8')
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  let postgres: Postgres | undefined
  let url: string

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })
  beforeEach(async () => {
    url =
      postgres === undefined
        ? `file:${join(mkdtempSync(join(folder, 'database-')), 'relying-party.db')}`
        : await postgres.createDatabase()
    await execute(url, dump)
  })

  it('has only the current table, column and index names after the migration', async () => {
    const database = await openDatabase(url)
    const { rows } = await sql
      .raw<{ name: string }>(
        engine === 'sqlite'
          ? `select name from sqlite_master where name not like 'sqlite_%' union
             select column_info.name from sqlite_master, pragma_table_info(sqlite_master.name) column_info`
          : `select relname as name from pg_class where relnamespace = 'public'::regnamespace union
             select conname from pg_constraint where contype <> 'n' and connamespace = 'public'::regnamespace union
             select column_name from information_schema.columns where table_schema = 'public'`,
      )
      .execute(database.db)
    const names = rows.map(({ name }) => name)
    for (const current of ['jobs', 'jobs_type_state_due_at', 'locks', 'holder']) {
      expect(names).toContain(current)
    }
    const oldName =
      /^(work|requests|holds|erased_orders|sessions_handover_hash)(_|$)|^(kind|requested|read_at|reading_until|forgotten_at|claims|hinted|person_hash|lease_until|until)$|lease/
    expect(names.filter((name) => oldName.test(name))).toEqual([])
    await database.close()
  })

  it('is unchanged when the migration fails halfway, and migrates once the cause is gone', async () => {
    await execute(url, 'create table locks (name text)')
    await expect(openDatabase(url)).rejects.toMatchObject({ code: 'DATABASE' })
    await execute(url, 'select kind, lease_until from work; drop table locks')
    const database = await openDatabase(url)
    await database.check()
    await database.close()
  })

  it('keeps failed jobs for a retry', async () => {
    const { database, queue } = await openStore(url)
    const now = Date.parse('2025-02-11T09:40:00Z')
    expect(await retryFailedJobs(database.db, now)).toBe(1)
    expect(await queue.findDue('refresh', now, 10)).toContain(`${facts.otherTarget}/refresh`)
    await database.close()
  })

  it('is served as before: sessions, keys, links and waiting jobs', async () => {
    await using receiver = await startWebhookReceiver()
    const RETURN_URL_ORIGINS = 'https://shop.example'
    await using stack = await startStack({
      env: { ...API_ENV, ...receiver.env, DATABASE_URL: url, RETURN_URL_ORIGINS },
    })
    const create = (body: object, key: string) =>
      callApi(stack, 'POST', '/api/sessions', body, { 'Idempotency-Key': key })
    const getSession = async (sessionId: string) =>
      (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body
    expect(await getSession(facts.completed)).toMatchObject({
      userReference: 'user-completed',
      state: 'COMPLETED',
      outcome: 'APPROVED',
      createdAt: '2025-02-11T09:23:36.000Z',
      endedAt: '2025-02-11T09:33:36.000Z',
    })
    const erased = { userReference: null, state: 'ERASED', checks: [] }
    expect(await getSession(facts.erased)).toMatchObject(erased)

    const { body } = await create(ONGOING_INPUT, 'key-ongoing')
    expect(body).toMatchObject({
      sessionId: facts.ongoing,
      clientSessionToken: facts.ongoingToken,
    })
    expect(new URL(body.url).pathname).toBe(facts.handoverPath)
    expect((await create({ userReference: 'user-erased' }, 'key-erased')).status).toBe(410)

    const redeem = () => createVisitor(stack.baseUrl).get(facts.handoverPath)
    const { status, headers } = await redeem()
    expect([status, headers.get('location')]).toEqual([303, `/sessions/${facts.ongoing}`])
    expect((await redeem()).status).toBe(404)

    await stack.advanceTime(30 * 60_000)
    await stack.advanceTime(60_000)
    const data = { sessionId: facts.completed, userReference: 'user-completed' }
    expect(receiver.events).toContainEqual(
      expect.objectContaining({
        type: 'session.completed',
        data: expect.objectContaining(data) as unknown,
      }),
    )
    // The emulator of this test does not know the sessions, so a refresh finds them deleted.
    for (const sessionId of [facts.erasing, facts.ongoing]) {
      expect(await getSession(sessionId)).toMatchObject({ state: 'ERASED', outcome: 'NONE' })
    }
    expect(await stack.context.retryFailed()).toBe(1)
  })

  it('shows a session to its owner', async () => {
    await using stack = await startStack({ env: { ...API_ENV, DATABASE_URL: url } })
    // This emulator has not created the session, and would say that it is gone.
    await stack.emulator.close()
    const page = await createVisitor(stack.baseUrl).get(`/sessions/${facts.browser}`, {
      cookie: `owner=${facts.browserCookie}`,
    })
    expect(await page.text()).toMatch(/data-session-token="[0-9a-f-]{36}"/)
  })
})

async function execute(url: string, statements: string): Promise<void> {
  if (url.startsWith('file:')) {
    const database = new Libsql(url.slice('file:'.length))
    database.exec(statements)
    database.close()
    return
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statements)
  await client.end()
}
