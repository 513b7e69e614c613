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
      connect: async () => discardAfterConnectionError(await pool.connect()),
      end: () => pool.end(),
    },
  })
}

/** The pool must not reuse a connection after an error that PostgreSQL did not report itself. */
function discardAfterConnectionError(client: pg.PoolClient): PostgresPoolClient {
  let connectionError: Error | undefined
  const query = async (text: string, parameters: readonly unknown[]) => {
    if (connectionError !== undefined) throw connectionError
    try {
      return await client.query(text, [...parameters])
    } catch (err) {
      if (!(err instanceof pg.DatabaseError)) connectionError = err as Error
      throw err
    }
  }
  return {
    // Cursors are not supported; no query needs them.
    query: query as unknown as PostgresPoolClient['query'],
    release: () => {
      client.release(connectionError)
    },
  }
}
