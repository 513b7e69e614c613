import { describeDatabaseProblem } from '#src/store/database-problems.js'
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
      const { code } = inspection
      const { seen, fix } = describeDatabaseProblem(engine, code)
      return fail(`${seen} (${code ?? 'unknown'})`, fix)
    }
    case 'readable':
      return checkMigrations(engine === 'sqlite' ? 'SQLite' : 'PostgreSQL', inspection)
  }
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
