import { PostgresDialect, type Dialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'

/** Times are `bigint`, which `pg` gives as text, since not each of them fits into a number: ours do. */
const customTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown),
}

/** Milliseconds that a query may take. Without an end, one to a server that fell silent waits for ever. */
const QUERY_TIMEOUT_MS = 10_000

/** @param queryTimeoutMs milliseconds; 0 waits for ever, as a migration may have to */
export function openPostgres(connectionString: string, queryTimeoutMs = QUERY_TIMEOUT_MS): Dialect {
  const pool = new pg.Pool({
    connectionString,
    types: customTypes,
    max: 10,
    connectionTimeoutMillis: 5000,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
  })
  // A connection that breaks while idle is replaced by the next query; one that breaks while it is
  // used fails that query. Nobody else needs to be told, and an error that nobody hears ends the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({
    pool: {
      connect: async () => discardAfterConnectionError(await pool.connect()),
      end: () => pool.end(),
    },
  })
}

/** A connection on which anything but PostgreSQL itself said no is not used again. */
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
    // NOTE: no cursors: we read no result that is too large for one answer.
    query: query as unknown as PostgresPoolClient['query'],
    release: () => {
      client.release(connectionError)
    },
  }
}
