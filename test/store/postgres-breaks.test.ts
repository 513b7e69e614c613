import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Kysely, sql } from 'kysely'
import { openPostgres } from '../../src/store/postgres.js'
import { startPostgres, type Postgres } from '../support/postgres.js'

const open = (url: string, queryTimeout?: number) =>
  new Kysely<object>({ dialect: openPostgres(url, queryTimeout) })
const ask = (db: Kysely<object>) => sql`select 1`.execute(db)

describe('a connection to PostgreSQL that breaks', () => {
  let postgres: Postgres
  let url: string
  beforeAll(async () => {
    postgres = await startPostgres()
    url = await postgres.createDatabase()
  })
  afterAll(() => postgres[Symbol.asyncDispose]())

  it('while a transaction thinks, fails that transaction and nothing else', async () => {
    const db = open(url)
    const other = open(url)
    const transaction = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other)
      // Until the connection has heard of its end.
      for (let round = 0; round < 50; round++) await ask(other)
      await sql`select 1`.execute(trx)
    })
    await expect(transaction).rejects.toThrow()
    await ask(db)
    await Promise.all([db.destroy(), other.destroy()])
  })

  it('by falling silent, is given up after a while and replaced', async () => {
    await using proxy = await startProxy(url)
    const db = open(proxy.url, 500)
    await Promise.all([ask(db), ask(db), ask(db)])
    proxy.silence()
    const results = await Promise.allSettled([ask(db), ask(db), ask(db)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await Promise.all([ask(db), ask(db), ask(db)])
    await db.destroy()
  })
})

/** Between us and PostgreSQL, to swallow what goes on in the connections that are open. */
async function startProxy(target: string) {
  const { hostname, port } = new URL(target)
  const pairs: [Socket, Socket][] = []
  const server = createServer((ours) => {
    const theirs = connect(Number(port), hostname)
    ours.pipe(theirs).pipe(ours)
    for (const socket of [ours, theirs]) socket.on('error', () => undefined)
    pairs.push([ours, theirs])
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  return {
    url: Object.assign(new URL(target), { port: String(address.port) }).href,
    silence() {
      for (const [ours, theirs] of pairs) {
        ours.unpipe(theirs).resume()
        theirs.unpipe(ours).resume()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of pairs.flat()) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
