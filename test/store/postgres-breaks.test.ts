import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Kysely, sql } from 'kysely'
import { openDatabase, transact } from '../../src/store/database.js'
import { openPostgres } from '../../src/store/postgres.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'

const open = (url: string, queryTimeout?: number) =>
  new Kysely<object>(openPostgres(url, queryTimeout))
const query = (db: Kysely<object>) => sql`select 1`.execute(db)

describe('a PostgreSQL connection', () => {
  let postgres: Postgres
  let url: string
  beforeAll(async () => {
    postgres = await startPostgres()
    url = await postgres.createDatabase()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  it('leaves 5 of the 10 connections to requests while durable work holds the others', async () => {
    const database = await openDatabase(await postgres.createDatabase())
    const { db, workDb } = database
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    let holding = 0
    const hold = () =>
      workDb.connection().execute(async (connection) => {
        await sql`select 1`.execute(connection)
        holding += 1
        await ended
      })
    const work = Array.from({ length: 16 }, hold)
    await waitFor('the work', () => holding === 5)
    for (let count = 0; count < 20; count++) await sql`select 1`.execute(db)
    expect(holding).toBe(5)
    end()
    await Promise.all(work)
    expect(holding).toBe(16)
    await database.close()
  })

  it('that breaks fails only its transaction', async () => {
    const db = open(url)
    const other = open(url)
    const transaction = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other)
      // Gives the connection time to notice that it was closed.
      for (let round = 0; round < 50; round++) await query(other)
      await sql`select 1`.execute(trx)
    })
    await expect(transaction).rejects.toThrow()
    await query(db)
    await Promise.all([db.destroy(), other.destroy()])
  })

  it('is replaced when its server became read-only, and the statement is tried once more', async () => {
    const db = open(url)
    await sql`create table written (id int)`.execute(db)
    await sql`set session characteristics as transaction read only`.execute(db)
    await sql`insert into written values (1)`.execute(db)
    const { rows } = await sql<{ count: number }>`select count(*) from written`.execute(db)
    expect(rows).toEqual([{ count: 1 }])
    await db.destroy()
  })

  it('is replaced with all others of its age, and the transaction is tried once more', async () => {
    const readOnlyUrl = await postgres.createDatabase()
    const database = await openDatabase(readOnlyUrl)
    const { db } = database
    const makeReadOnly = (connections: number): Promise<void> =>
      db.connection().execute(async (connection) => {
        await sql`set session characteristics as transaction read only`.execute(connection)
        if (connections > 1) await makeReadOnly(connections - 1)
      })
    await makeReadOnly(3)
    const lock = { name: 'lock', holder: 'test', expires_at: 1 }
    let tries = 0
    await transact(db, async (trx) => {
      tries += 1
      await trx.insertInto('locks').values(lock).execute()
    })
    expect(tries).toBe(2)
    expect(await db.selectFrom('locks').selectAll().execute()).toEqual([lock])
    await database.close()
  })

  it('is reported when the new server is read-only, too, and the process is not ready', async () => {
    const readOnlyUrl = await postgres.createDatabase()
    const database = await openDatabase(readOnlyUrl)
    await database.check()
    const admin = open(postgres.url)
    const name = new URL(readOnlyUrl).pathname.slice(1)
    await sql`alter database ${sql.id(name)} set default_transaction_read_only = on`.execute(admin)
    await sql`set session characteristics as transaction read only`.execute(database.db)
    await expect(database.check()).rejects.toMatchObject({ code: '25006' })
    await sql`alter database ${sql.id(name)} set default_transaction_read_only = off`.execute(admin)
    await database.check()
    await Promise.all([database.close(), admin.destroy()])
  })

  it('fails only its statement when no new one can be opened', async () => {
    const name = new URL(await postgres.createDatabase()).pathname
    const admin = open(postgres.url)
    const db = open(Object.assign(new URL(postgres.url), { pathname: name }).href)
    await sql`create table written (id int)`.execute(db)
    await sql`set session characteristics as transaction read only`.execute(db)
    const database = sql.id(name.slice(1))
    await sql`alter database ${database} allow_connections false`.execute(admin)
    const insert = () => sql`insert into written values (1)`.execute(db)
    await expect(insert()).rejects.toMatchObject({ code: '55000' })
    await sql`alter database ${database} allow_connections true`.execute(admin)
    await insert()
    await Promise.all([db.destroy(), admin.destroy()])
  })

  it('names the cause and the remedy when the database cannot be opened', async () => {
    const admin = open(postgres.url)
    await sql`create role guest login password 'guest'`.execute(admin)
    await admin.destroy()
    const change = (fields: Partial<URL>) => Object.assign(new URL(url), fields).href
    const problems = [
      [change({ password: 'wrong' }), 'wrong password (28P01). Correct it'],
      [change({ pathname: '/missing' }), 'does not exist (3D000). Create it'],
      [change({ username: 'guest', password: 'guest' }), '(42501). Since version 15'],
      [change({ search: '?sslmode=verify-full' }), 'does not offer TLS (NO_TLS). Remove sslmode'],
    ] as const
    for (const [wrong, message] of problems) {
      await expect(openDatabase(wrong)).rejects.toThrow(message)
    }
  })

  it('is replaced when it does not respond within 500 ms', async () => {
    await using proxy = await startProxy(url)
    const db = open(proxy.url, 500)
    await Promise.all([query(db), query(db), query(db)])
    proxy.silence()
    const results = await Promise.allSettled([query(db), query(db), query(db)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await Promise.all([query(db), query(db), query(db)])
    await db.destroy()
  })
})

/** Forwards to PostgreSQL until `silence` drops the data of the open connections. */
async function startProxy(target: string) {
  const { hostname, port } = new URL(target)
  const pairs: [Socket, Socket][] = []
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    pairs.push([client, upstream])
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: Object.assign(new URL(target), { port: String(address.port) }).href,
    silence() {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream).resume()
        upstream.unpipe(client).resume()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of pairs.flat()) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
