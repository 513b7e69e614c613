import { afterAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import Libsql from 'libsql'
import { createJobQueue } from '../../src/jobs/queue.js'
import { createLocks } from '../../src/jobs/locks.js'
import { openDatabase } from '../../src/store/database.js'
import { openPostgres } from '../../src/store/postgres.js'
import type { Schema } from '../../src/store/schema.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { createStore } from '../support/open-store.js'
import { startPostgres } from '../support/postgres.js'
import { seedRows } from '../support/seed-rows.js'
import { runFlow } from './run-flow.js'

const NOW = 1_700_000_000_000
const DAY_MS = 86_400_000
/** So that all of the rows have outlived their retention. */
const SEED = { startAt: NOW - 40 * DAY_MS, stepMs: 1 }
const ROWS = 20_000
/** A metric counts 1,000 rows at most, and a sweep changes 500. */
const MAX_ROWS_READ = 1500
/** Of SQLite's virtual machine: about 12 for a row that is read, and 50 for one that is inserted. */
const MAX_STEPS = 30_000
/** They have a row for each running job or migration. Every other table grows, so seedRows fills it. */
/** `daily_counts` has a row for each caller. */
const BOUNDED_TABLES = ['locks', 'daily_counts', 'kysely_migration', 'kysely_migration_lock']
const SEEDED_TABLES = ['sessions', 'jobs', 'idempotency_keys', 'session_attempts']
/** Empty since migration 009, until the release after it removes it. */
const UNUSED_TABLES = ['erased_session_counts']

interface Statement {
  text: string
  parameters: readonly unknown[]
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}

describe.each(['sqlite', 'postgres'])('the statements that the server executes on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'plans-'))
  let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined

  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  it('read no table that grows as a whole', async () => {
    if (engine === 'postgres') postgres = await startPostgres()
    const path = join(folder, 'plans.db')
    const url = (await postgres?.createDatabase()) ?? `file:${path}`
    await (await openDatabase(url)).close()
    let recorded: Map<string, Statement> | undefined
    const db = new Kysely<Schema>({
      dialect: engine === 'postgres' ? openPostgres(url).dialect : openSqlite(path).dialect,
      log: ({ query: { sql: text, parameters } }) => {
        if (recorded?.has(text) === false) recorded.set(text, { text, parameters })
      },
    })
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
    expect(tables.map(({ name }) => name).sort()).toEqual(
      [...BOUNDED_TABLES, ...SEEDED_TABLES, ...UNUSED_TABLES].sort(),
    )

    await seedRows(db, { ...SEED, from: 0, to: ROWS })
    if (engine === 'postgres') await sql`vacuum analyze`.execute(db)
    recorded = new Map()
    const statements = recorded
    await recordFlow(db)
    recorded = undefined

    const executed = [...statements.values()].filter(
      ({ text }) => !/^(begin|commit|rollback)/i.test(text),
    )
    expect(executed.length).toBeGreaterThan(40)
    const problems: string[] = []
    if (engine === 'postgres') {
      for (const statement of executed) problems.push(...(await explainPostgres(db, statement)))
      await db.destroy()
    } else {
      await db.destroy()
      problems.push(...explainSqlite(path, executed))
    }
    expect(problems).toEqual([])
  })
})

/** Every method of the store and the queue runs, so that a new one must be added to the flow. */
async function recordFlow(db: Kysely<Schema>): Promise<void> {
  const called = new Set<string>()
  const spy = <T extends object>(methods: T): T =>
    Object.fromEntries(
      Object.entries(methods).map(([name, method]: [string, (...args: unknown[]) => unknown]) => [
        name,
        (...args: unknown[]) => {
          called.add(name)
          return method(...args)
        },
      ]),
    ) as T
  const locks = createLocks(db)
  const store = createStore({ db })
  const queue = createJobQueue(db, locks)
  const check = () => Promise.resolve()
  await runFlow(
    {
      database: { db, workDb: db, check, close: check },
      locks,
      store: spy(store),
      queue: spy(queue),
    },
    NOW,
  )
  expect(
    [...Object.keys(store), ...Object.keys(queue)].filter((name) => !called.has(name)),
  ).toEqual([])
}

/** The plan shows scans of a whole table or index, and the steps how much of an index was read. */
function explainSqlite(path: string, statements: readonly Statement[]): string[] {
  const database = new Libsql(path)
  const problems = statements.flatMap(({ text, parameters }) => {
    const plan = database.prepare(`explain query plan ${text}`).all() as { detail: string }[]
    const scans = plan
      .map(({ detail }) => detail)
      .filter((detail) => {
        const scanned = /^SCAN (\S+)/.exec(detail)?.[1]
        // The last two are the bounded subqueries of count, list and insert.
        return scanned !== undefined && ![...BOUNDED_TABLES, 'first', 'CONSTANT'].includes(scanned)
      })
    const steps = countSteps(database, { text, parameters })
    if (steps > MAX_STEPS) scans.push(`${steps} steps`)
    return scans.map((problem) => `${problem}: ${text}`)
  })
  database.close()
  return problems
}

function countSteps(database: Libsql.Database, { text, parameters }: Statement): number {
  database.exec('begin')
  try {
    const statement = database.prepare(text)
    if (statement.reader) statement.all(...parameters)
    else statement.run(...parameters)
  } catch {
    // A row that is there by now cannot be inserted again.
  }
  database.exec('rollback')
  const counted = database.prepare('select max(nstep) as steps from sqlite_stmt where sql = ?')
  return (counted.get(text) as { steps: number }).steps
}

async function explainPostgres(
  db: Kysely<Schema>,
  { text, parameters }: Statement,
): Promise<string[]> {
  const explain = async (options: string) => {
    const rolledBack = new Error('rolled back')
    let plan: PlanNode | undefined
    await db
      .transaction()
      .execute(async (trx) => {
        const { rows } = await trx.executeQuery<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({
          sql: `explain (${options}) ${text}`,
          parameters,
          query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
          queryId: { queryId: 'explain' },
        })
        plan = rows[0]?.['QUERY PLAN'][0].Plan
        throw rolledBack
      })
      .catch((err: unknown) => {
        if (err !== rolledBack) throw err
      })
    if (plan === undefined) throw new Error(`There is no plan of ${text}`)
    return plan
  }
  // A row that is there by now cannot be inserted again.
  const plan = await explain('format json, analyze').catch(() => explain('format json'))
  return listNodes(plan).flatMap((node) => {
    const table = node['Relation Name']
    if (table !== undefined && BOUNDED_TABLES.includes(table)) return []
    const rows =
      ((node['Actual Rows'] ?? 0) +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0)) *
      (node['Actual Loops'] ?? 1)
    const isScan = node['Node Type'].endsWith(' Scan') && node['Node Type'] !== 'Subquery Scan'
    if (node['Node Type'] === 'Seq Scan') return [`Seq Scan of ${table ?? ''}: ${text}`]
    return isScan && rows > MAX_ROWS_READ ? [`${node['Node Type']} of ${rows} rows: ${text}`] : []
  })
}

function listNodes(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(listNodes)]
}
