import { inspectDatabase, type DatabaseInspection } from './inspect-database.js'
import { fail, ok, warn, type Check, type CheckContext, type Finding } from './finding.js'

export function listDatabaseChecks({ config, secrets, localServer }: CheckContext): Check[] {
  return [
    {
      name: 'database',
      issues: /^(DATABASE_URL|WORKER_ONLY)\b/,
      run: async () =>
        checkDatabase({
          engine: config.databaseEngine,
          inspection: await inspectDatabase(secrets.databaseUrl),
          running: (await localServer).state === 'this-server',
        }),
    },
  ]
}

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
    case 'unusable': {
      const { code = 'unknown' } = inspection
      const problems = engine === 'sqlite' ? SQLITE_PROBLEMS : POSTGRES_PROBLEMS
      const [seen, fix] = problems[code] ?? problems.other
      return fail(`${seen} (${code})`, fix)
    }
    case 'readable':
      return checkMigrations(engine === 'sqlite' ? 'SQLite' : 'PostgreSQL', inspection)
  }
}

type Problems = Record<string, readonly [seen: string, fix: string]> & {
  other: readonly [seen: string, fix: string]
}

const SQLITE_PROBLEMS: Problems = {
  SQLITE_NOTADB: [
    'DATABASE_URL names a file that is not an SQLite database',
    'Set it to another path. A missing file is created at startup.',
  ],
  other: [
    'the SQLite file cannot be read and written',
    'Check the path in DATABASE_URL, and let this user write to the file and its folder.',
  ],
}

const POSTGRES_PROBLEMS: Problems = {
  '28P01': ['PostgreSQL: wrong password', 'Correct it in DATABASE_URL, percent-encoded.'],
  '28000': [
    'PostgreSQL: this user may not log in',
    'Correct the user in DATABASE_URL, or pg_hba.conf.',
  ],
  '3D000': [
    'PostgreSQL: the database does not exist',
    'Create it (createdb), or correct DATABASE_URL.',
  ],
  '42501': ['PostgreSQL: this user may not read the tables', 'Grant the user the owner’s rights.'],
  '53300': ['PostgreSQL: too many connections', 'Raise max_connections, or run fewer processes.'],
  other: [
    'PostgreSQL: no connection',
    'Make sure that it is running and that this machine can reach the host and port in DATABASE_URL.',
  ],
}

function checkMigrations(
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
  if (applied === 0) return ok(`${engine}: connected, empty, tables are created at startup`)
  return warn(
    `${engine}: connected, ${pending.join(', ')} pending, applied at startup`,
    'Migrations cannot be undone. Make a backup, then start the server.',
  )
}
