import type { DatabaseInspection } from '#src/store/inspect-database.js'
import { fail, ok, warn, type Finding } from './finding.js'

export interface DatabaseCheckInput {
  engine: 'sqlite' | 'postgres'
  inspection: DatabaseInspection
  /** Whether our own server answers on this machine. */
  running: boolean
}

export function checkDatabase({ engine, inspection, running }: DatabaseCheckInput): Finding {
  switch (inspection.state) {
    case 'absent':
      return ok('SQLite: nothing there yet, made at start')
    case 'locked':
      return running
        ? ok('SQLite: in use by the running server, which brought it up to date at its start')
        : warn(
            'SQLite: another process has the file open, so it was not looked into',
            'SQLite is for one process: end the other one before you start the server, or use PostgreSQL.',
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
      `${engine}: was brought further by a newer version of this server (${unknown.join(', ')})`,
      'Run that version, or restore a backup from before.',
    )
  }
  if (pending.length === 0) return ok(`${engine}: reached, all ${applied} migrations applied`)
  const what = applied === 0 ? 'empty, its tables are made' : `${pending.join(', ')} pending, done`
  return applied === 0
    ? ok(`${engine}: reached, ${what} at start`)
    : warn(
        `${engine}: reached, ${what} at start`,
        'There is no way back but a backup: make one, then start the server.',
      )
}

function toSqliteFinding(code: string | undefined): Finding {
  if (code === 'SQLITE_NOTADB') {
    return fail(
      'DATABASE_URL names a file that is no SQLite database',
      'Set it to another path: a file that is not there is made at start.',
    )
  }
  return fail(
    `the SQLite file cannot be read and written (${code ?? 'unknown'})`,
    'Check the path of DATABASE_URL, and let this user write the file and its folder.',
  )
}

const POSTGRES_ERRORS: Record<string, readonly [seen: string, fix: string]> = {
  '28P01': ['the password is wrong', 'Correct it in DATABASE_URL, with % escapes.'],
  '28000': ['this user may not log in', 'Correct the user in DATABASE_URL, or pg_hba.conf.'],
  '3D000': ['there is no such database', 'Make it (createdb), or correct DATABASE_URL.'],
  '42501': ['this user may not read the tables', 'Give the user the rights of the owner.'],
  '53300': ['it has no connection left', 'Raise max_connections, or run fewer processes.'],
}

function toPostgresFinding(code: string | undefined): Finding {
  const known = code === undefined ? undefined : POSTGRES_ERRORS[code]
  if (known !== undefined) {
    const [seen, fix] = known
    return fail(`PostgreSQL: ${seen} (${code ?? ''})`, fix)
  }
  return fail(
    `PostgreSQL: not reached (${code ?? 'unknown'})`,
    'See that its server runs and that the host and port of DATABASE_URL can be reached from here.',
  )
}
