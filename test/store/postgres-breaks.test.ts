import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Kysely, sql } from 'kysely'
import { openPostgres } from '../../src/store/postgres.js'
import { startPostgres, type Postgres } from '../support/postgres.js'

const open = (url: string, queryTimeout?: number) =>
  new Kysely<object>({ dialect: openPostgres(url, queryTimeout) })
const query = (db: Kysely<object>) => sql`select 1`.execute(db)

describe('a broken PostgreSQL connection', () => {
  let postgres: Postgres
  let url: string
  beforeAll(async () => {
    postgres = await startPostgres()
    url = await postgres.createDatabase()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  it('fails only its transaction when the server closes it', async () => {
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
