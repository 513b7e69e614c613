import { PostgresDialect, type Dialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'

/** `pg` returns `bigint` as text; timestamps in milliseconds fit into a number. */
const customTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown),
}

/** Without a timeout, a query to a server that stopped responding would never settle. */
const QUERY_TIMEOUT_MS = 10_000

/** @param queryTimeoutMs 0 disables the timeout, for migrations */
export function openPostgres(connectionString: string, queryTimeoutMs = QUERY_TIMEOUT_MS): Dialect {
  const pool = new pg.Pool({
    connectionString,
    types: customTypes,
    max: 10,
    connectionTimeoutMillis: 5000,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
  })
  // The pool replaces a connection that breaks while idle, and a query on a broken one rejects.
  // An `error` event without a listener would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({
    pool: {
      connect: async () => discardUnusableConnections(await pool.connect(), () => pool.connect()),
      end: () => pool.end(),
    },
  })
}

/** Read-only, shutting down or without its role, as after a failover. */
const UNUSABLE_SERVER = /^(25006|57P0[123]|0LP01|28000)$/

/** Whether the pool must not reuse the connection: PostgreSQL did not report the error itself, or cannot serve it. */
function isUnusable(err: unknown): boolean {
  return !(err instanceof pg.DatabaseError) || UNUSABLE_SERVER.test(err.code ?? '')
}

/** A first statement that meets an unusable server is tried once more on a new connection. */
function discardUnusableConnections(
  first: pg.PoolClient,
  connect: () => Promise<pg.PoolClient>,
): PostgresPoolClient {
  let client = first
  let isFirst = true
  let isReleased = false
  let connectionError: Error | undefined
  const query = async (text: string, parameters: readonly unknown[]) => {
    if (connectionError !== undefined) throw connectionError
    const canRetry = isFirst
    isFirst = false
    try {
      return await client.query(text, [...parameters])
    } catch (err) {
      if (!isUnusable(err)) throw err
      connectionError = err as Error
      if (!canRetry || !(err instanceof pg.DatabaseError)) throw err
      client.release(err)
      isReleased = true
      client = await connect()
      isReleased = false
      connectionError = undefined
      return await query(text, parameters)
    }
  }
  return {
    // Cursors are not supported; no query needs them.
    query: query as unknown as PostgresPoolClient['query'],
    release: () => {
      if (!isReleased) client.release(connectionError)
    },
  }
}
