import { PostgresDialect, type Dialect } from 'kysely'
import pg from 'pg'

/** Times are `bigint`, which `pg` gives as text, since not each of them fits into a number: ours do. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown),
}

export function openPostgres(connectionString: string): Dialect {
  const pool = new pg.Pool({
    connectionString,
    types,
    max: 10,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  })
  // A connection that breaks while idle is replaced by the next query.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
