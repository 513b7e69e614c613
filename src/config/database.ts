import { z } from 'zod'
import type { Environment } from './environment.js'

const DEFAULT_DATABASE_URL = 'file:./data/relying-party.db'

export interface DatabaseSettings {
  databaseEngine: 'sqlite' | 'postgres'
  workerOnly: boolean
  /** May contain a password: never in the config or in a message. */
  databaseUrl: string
}

export function readDatabase({ get, read, problems }: Environment): DatabaseSettings {
  const databaseUrl = get('DATABASE_URL') ?? DEFAULT_DATABASE_URL
  const databaseEngine = parseDatabaseEngine(databaseUrl)
  if (databaseEngine === undefined) {
    problems.push(
      `DATABASE_URL: expected ${DEFAULT_DATABASE_URL}, another file: path, or postgres://user:password@host/database. Correct it, and percent-encode special characters in the password.`,
    )
  }
  const workerOnly = read('WORKER_ONLY', booleanSchema, false, 'true or false')
  if (workerOnly && databaseEngine === 'sqlite') {
    problems.push(
      'WORKER_ONLY: needs PostgreSQL, because SQLite supports one process only. Set DATABASE_URL to the web process’s postgres:// URL, or unset WORKER_ONLY.',
    )
  }
  return { databaseEngine: databaseEngine ?? 'sqlite', workerOnly, databaseUrl }
}

const booleanSchema = z.enum(['true', 'false']).transform((value) => value === 'true')

function parseDatabaseEngine(url: string): 'sqlite' | 'postgres' | undefined {
  if (/^file:./.test(url)) return 'sqlite'
  return /^postgres(ql)?:\/\//.test(url) && URL.canParse(url) ? 'postgres' : undefined
}
