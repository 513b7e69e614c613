import { z } from 'zod'
import type { Environment } from './environment.js'

const DEFAULT_DATABASE_URL = 'file:./data/relying-party.db'

export interface DatabaseSettings {
  databaseEngine: 'sqlite' | 'postgres'
  /** Durable work without the web. */
  workerOnly: boolean
  /** May hold a password: no part of the config, and in no message. */
  databaseUrl: string
}

export function readDatabase({ get, read, problems }: Environment): DatabaseSettings {
  const databaseUrl = get('DATABASE_URL') ?? DEFAULT_DATABASE_URL
  const databaseEngine = parseDatabaseEngine(databaseUrl)
  if (databaseEngine === undefined) {
    problems.push(
      `DATABASE_URL: expected ${DEFAULT_DATABASE_URL}, another file: path, or postgres://user:password@host/database. Correct it, with % escapes for special characters in the password.`,
    )
  }
  const workerOnly = read('WORKER_ONLY', booleanSchema, false, 'true or false')
  if (workerOnly && databaseEngine === 'sqlite') {
    problems.push(
      'WORKER_ONLY: needs PostgreSQL, since SQLite is for one process. Set DATABASE_URL to the postgres:// address that the web process uses, or leave WORKER_ONLY out.',
    )
  }
  return { databaseEngine: databaseEngine ?? 'sqlite', workerOnly, databaseUrl }
}

const booleanSchema = z.enum(['true', 'false']).transform((value) => value === 'true')

function parseDatabaseEngine(url: string): 'sqlite' | 'postgres' | undefined {
  if (/^file:./.test(url)) return 'sqlite'
  return /^postgres(ql)?:\/\//.test(url) && URL.canParse(url) ? 'postgres' : undefined
}
