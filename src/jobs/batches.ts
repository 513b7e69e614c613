import { sql, type Expression, type RawBuilder } from 'kysely'
import type { JobDatabase } from './job.js'

/** Rows of one statement, so that it delays others by milliseconds only. */
export const BATCH_SIZE = 500

export interface Batch {
  table: string
  /** An index leads to the rows with the condition, in the order of this column. */
  column: RawBuilder<unknown>
  condition: RawBuilder<unknown>
  /** The last value of the column. */
  until?: number
  /** Without it, the rows are deleted. */
  set?: RawBuilder<unknown> | undefined
  /** Of the rows of the batch, only these change. */
  only?: Expression<unknown>
}

/**
 * Resolves to the number of rows that changed, and to the end of the batch if there may be more.
 * Finds the end first, because a subquery hides from PostgreSQL how few rows it selects.
 */
export async function changeBatch(
  db: Pick<JobDatabase, 'getExecutor'>,
  { table, column, condition, until = Number.MAX_SAFE_INTEGER, set, only = sql`true` }: Batch,
): Promise<{ count: number; end: number | undefined }> {
  const rows = sql.table(table)
  const last = await sql<{ at: number }>`select ${column} as at from ${rows}
    where ${condition} and ${column} <= ${until}
    order by ${column} limit 1 offset ${BATCH_SIZE - 1}`.execute(db)
  const end = last.rows[0]?.at
  const change = set === undefined ? sql`delete from ${rows}` : sql`update ${rows} set ${set}`
  const { numAffectedRows } = await sql`${change} where ${condition} and ${only}
    and ${column} <= ${end ?? until}`.execute(db)
  return { count: Number(numAffectedRows ?? 0), end }
}
