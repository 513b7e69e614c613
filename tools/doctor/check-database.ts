import type { DatabaseInspection } from '#src/store/inspect-database.js'
import { fail, ok, warn, type Finding } from './finding.js'

export interface DatabaseCheckInput {
  engine: 'sqlite' | 'postgres'
  inspection: DatabaseInspection
  /** Whether this server is running on this machine. */
  running: boolean
}

export function checkDatabase({ engine, inspection, running }: DatabaseCheckInput): Finding {
  switch (inspection.state) {
    case 'absent':
      return ok('SQLite: no file yet, created at startup')
    case 'locked':
      return running
        ? ok('SQLite: in use by the running server, which migrated it at startup')
        : warn(
            'SQLite: not checked, because another process has the file open',
            'SQLite supports one process. Stop the other one before you start the server, or use PostgreSQL.',
          )
    case 'unusable':
      return engine === 'sqlite'
        ? toSqliteFinding(inspection.code)
        : toPostgresFinding(inspection.code)
    case 'readable':
      return toMigrationFinding(engine === 'sqlite' ? 'SQLite' : 'PostgreSQL', inspection)
  }
}

function toMigrationFinding(
  engine: string,
  { applied, pending, unknown }: DatabaseInspection & { state: 'readable' },
): Finding {
  if (unknown.length > 0) {
    return fail(
      `${engine}: migrated by a newer version of this server (${unknown.join(', ')})`,
      'Run that version, or restore an older backup.',
    )
  }
  if (pending.length === 0) return ok(`${engine}: connected, all ${applied} migrations applied`)
  const migrations =
    applied === 0 ? 'empty, tables are created' : `${pending.join(', ')} pending, applied`
  return applied === 0
    ? ok(`${engine}: connected, ${migrations} at startup`)
    : warn(
        `${engine}: connected, ${migrations} at startup`,
        'Migrations cannot be undone. Make a backup, then start the server.',
      )
}

function toSqliteFinding(code: string | undefined): Finding {
  if (code === 'SQLITE_NOTADB') {
    return fail(
      'DATABASE_URL names a file that is not an SQLite database',
      'Set it to another path. A missing file is created at startup.',
    )
  }
  return fail(
    `the SQLite file cannot be read and written (${code ?? 'unknown'})`,
    'Check the path in DATABASE_URL, and let this user write to the file and its folder.',
  )
}

const POSTGRES_ERRORS: Record<string, readonly [seen: string, fix: string]> = {
  '28P01': ['wrong password', 'Correct it in DATABASE_URL, percent-encoded.'],
  '28000': ['this user may not log in', 'Correct the user in DATABASE_URL, or pg_hba.conf.'],
  '3D000': ['the database does not exist', 'Create it (createdb), or correct DATABASE_URL.'],
  '42501': ['this user may not read the tables', 'Grant the user the owner’s rights.'],
  '53300': ['too many connections', 'Raise max_connections, or run fewer processes.'],
}

function toPostgresFinding(code: string | undefined): Finding {
  const known = code === undefined ? undefined : POSTGRES_ERRORS[code]
  if (known !== undefined) {
    const [seen, fix] = known
    return fail(`PostgreSQL: ${seen} (${code ?? ''})`, fix)
  }
  return fail(
    `PostgreSQL: no connection (${code ?? 'unknown'})`,
    'Make sure that it is running and that this machine can reach the host and port in DATABASE_URL.',
  )
}
