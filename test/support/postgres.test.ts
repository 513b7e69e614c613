import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, type Postgres } from './postgres.js'
import { waitFor } from './wait-for.js'

describe('PostgreSQL for tests', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  it('creates isolated databases', async () => {
    const [first, second] = await Promise.all([
      postgres.createDatabase(),
      postgres.createDatabase(),
    ])
    await query(first, 'CREATE TABLE kept (name text)')
    await query(first, "INSERT INTO kept VALUES ('é')")
    expect(await query(first, 'SELECT name FROM kept')).toEqual([{ name: 'é' }])
    await expect(query(second, 'SELECT name FROM kept')).rejects.toThrow(/does not exist/)
  })

  it('listens only on loopback and requires its password', async () => {
    expect(await query(postgres.url, 'SHOW listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ])
    const wrongPassword = Object.assign(new URL(postgres.url), { password: 'guessed' }).href
    await expect(query(wrongPassword, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
  })

  it('refuses connections after it was stopped twice', async () => {
    const another = await startPostgres()
    await another[Symbol.asyncDispose]()
    await another[Symbol.asyncDispose]()
    await expect(query(another.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('ends when the test process is killed', async () => {
    const program = join(import.meta.dirname, 'postgres-process.js')
    const script = `require('node:child_process').fork(${JSON.stringify(program)}, { detached: true })
      .on('message', (said) => console.log(said.url))`
    const tests = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [url] = (await once(tests.stdout, 'data')) as [Buffer]
    expect(await query(String(url).trim(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    tests.kill('SIGKILL')
    await waitFor('PostgreSQL to end', () =>
      query(String(url).trim(), 'SELECT 1').then(
        () => false,
        (error: unknown) => (error as { code?: string }).code === 'ECONNREFUSED',
      ),
    )
  })
})

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  // A stopping server also reports to idle connections; the query itself fails anyway.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
