import { PostgresDialect, type Dialect, type PostgresPoolClient } from 'kysely'
import pLimit from 'p-limit'
import pg from 'pg'
import { markOutage, isUnusableServer } from './database-problems.js'

/** `pg` returns `bigint` as text; timestamps in milliseconds fit into a number. */
const customTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown),
}

/** Without a timeout, a query to a server that stopped responding would never settle. */
const QUERY_TIMEOUT_MS = 10_000

const MAX_CONNECTIONS = 10

/**
 * Returns two dialects over one pool: durable work holds at most half of the connections, so that
 * requests do not wait for it.
 *
 * @param queryTimeoutMs 0 disables the timeout, for migrations
 */
export function openPostgres(
  connectionString: string,
  queryTimeoutMs = QUERY_TIMEOUT_MS,
): { dialect: Dialect; workDialect: Dialect } {
  const pool = new pg.Pool({
    connectionString,
    types: customTypes,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 5000,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
  })
  // The pool replaces a connection that breaks while idle, and a query on a broken one rejects.
  // An `error` event without a listener would end the process.
  pool.on('error', () => undefined)
  const connectedAt = new WeakMap<pg.PoolClient, number>()
  pool.on('connect', (client) => {
    connectedAt.set(client, performance.now())
    client.on('error', () => undefined)
  })
  let unusableAt = 0
  /** The connections that are older than the failover lead to the same server. */
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect().catch((err: unknown) => {
      throw markOutage(err)
    })
    if ((connectedAt.get(client) ?? 0) >= unusableAt) return client
    client.release(true)
    return connect()
  }
  const onUnusable = () => {
    unusableAt = performance.now()
  }
  const connectOnce = async () => discardUnusableConnections(await connect(), connect, onUnusable)
  const limitWork = pLimit(MAX_CONNECTIONS / 2)
  const connectForWork = () =>
    new Promise<PostgresPoolClient>((resolve, reject) => {
      limitWork(async () => {
        const client = await connectOnce()
        await new Promise<void>((released) => {
          const release = () => {
            client.release()
            released()
          }
          resolve({ ...client, release })
        })
      }).catch(reject)
    })
  return {
    dialect: new PostgresDialect({ pool: { connect: connectOnce, end: () => pool.end() } }),
    workDialect: new PostgresDialect({
      pool: { connect: connectForWork, end: () => Promise.resolve() },
    }),
  }
}

/** A first statement that meets an unusable server is tried once more on a new connection. */
function discardUnusableConnections(
  first: pg.PoolClient,
  connect: () => Promise<pg.PoolClient>,
  onUnusable: () => void,
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
      const isFromServer = err instanceof pg.DatabaseError
      if (isFromServer && !isUnusableServer(err)) throw markOutage(err)
      connectionError = err as Error
      if (isFromServer) onUnusable()
      if (!canRetry || !isFromServer) throw markOutage(err)
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
