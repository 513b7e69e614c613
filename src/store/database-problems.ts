import { PublicError } from '../errors.js'

interface Problem {
  seen: string
  fix: string
}

const CERTIFICATE: Problem = {
  seen: 'PostgreSQL: its TLS certificate is not trusted',
  fix: 'Add sslmode=verify-full&sslrootcert=<path of the CA certificate> to DATABASE_URL.',
}

/** By the code of PostgreSQL, of SQLite or of the operating system. */
const PROBLEMS: Readonly<Record<string, Problem>> = {
  '28P01': {
    seen: 'PostgreSQL: wrong password',
    fix: 'Correct it in DATABASE_URL, percent-encoded.',
  },
  '28000': {
    seen: 'PostgreSQL: this user may not log in',
    fix: 'Correct the user in DATABASE_URL, or pg_hba.conf. If the server requires TLS, add sslmode=verify-full.',
  },
  '3D000': {
    seen: 'PostgreSQL: the database does not exist',
    fix: 'Create it (createdb), or correct DATABASE_URL.',
  },
  '42501': {
    seen: 'PostgreSQL: this user may not create or use the tables',
    fix: 'Since version 15 users need a grant: GRANT USAGE, CREATE ON SCHEMA public TO <user>.',
  },
  '53300': {
    seen: 'PostgreSQL: too many connections',
    fix: 'Raise max_connections, or run fewer processes.',
  },
  '53100': { seen: 'PostgreSQL: its disk is full', fix: 'Free space on the database server.' },
  '25006': {
    seen: 'PostgreSQL: the server is read-only',
    fix: 'Set DATABASE_URL to the primary, for example with target_session_attrs of a proxy.',
  },
  NO_TLS: {
    seen: 'PostgreSQL: the server does not offer TLS',
    fix: 'Remove sslmode from DATABASE_URL, or enable ssl on the server.',
  },
  ENOTFOUND: {
    seen: 'PostgreSQL: the host is unknown',
    fix: 'Correct the host in DATABASE_URL.',
  },
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  CERT_HAS_EXPIRED: {
    seen: 'PostgreSQL: its TLS certificate has expired',
    fix: 'Renew it on the database server.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    seen: 'PostgreSQL: its TLS certificate is for another host',
    fix: 'Set the host in DATABASE_URL to the name in the certificate.',
  },
  SQLITE_NOTADB: {
    seen: 'DATABASE_URL names a file that is not an SQLite database',
    fix: 'Set it to another path. A missing file is created at startup.',
  },
  FILE_REPLACED: {
    seen: 'the SQLite file was deleted or replaced while the server uses it',
    fix: 'Stop the server, put the file in place (with its -wal file, or from a backup), then start again.',
  },
  SQLITE_FULL: { seen: 'SQLite: the disk is full', fix: 'Free space, then start again.' },
}

const OTHER_SQLITE: Problem = {
  seen: 'the SQLite file cannot be read and written',
  fix: 'Check the path in DATABASE_URL, and let this user write to the file and its folder.',
}
const OTHER_POSTGRES: Problem = {
  seen: 'PostgreSQL: no connection',
  fix: 'Make sure that it is running and that this machine can reach the host and port in DATABASE_URL.',
}

/** The message of the error is not used, because it may quote the address with its password. */
export function describeDatabaseProblem(
  engine: 'sqlite' | 'postgres',
  code: string | undefined,
): Problem {
  const other = engine === 'sqlite' ? OTHER_SQLITE : OTHER_POSTGRES
  return code !== undefined && Object.hasOwn(PROBLEMS, code) ? (PROBLEMS[code] ?? other) : other
}

/** Mistakes of a statement: trying again does not help. */
const OWN_MISTAKES = /^(22|23|42(?!501)|SQLITE_(CONSTRAINT|ERROR|MISMATCH|MISUSE|RANGE|TOO))/
const OUTAGE_RETRY_SECONDS = 5

/** For errors of a driver: all but mistakes of a statement are answered as an outage. */
export function markOutage(err: unknown): unknown {
  const isMistake =
    err instanceof TypeError || OWN_MISTAKES.test((err as { code?: string } | null)?.code ?? '')
  if (isMistake || !(err instanceof Error)) return err
  const toPublicError = () =>
    new PublicError('DATABASE_UNAVAILABLE', { retryAfterSeconds: OUTAGE_RETRY_SECONDS })
  return Object.assign(err, { toPublicError })
}

/** pg reports some problems only in the message. */
export function getDatabaseErrorCode(err: unknown): string | undefined {
  const { code, message = '' } = (err ?? {}) as { code?: string; message?: string }
  if (code !== undefined) return code
  if (/does not support SSL/i.test(message)) return 'NO_TLS'
  return /timeout/i.test(message) ? 'ETIMEDOUT' : undefined
}

/** Read-only, shutting down or without its role, as after a failover. */
export function isUnusableServer(err: unknown): boolean {
  return /^(25006|57P0[123]|0LP01|28000)$/.test(getDatabaseErrorCode(err) ?? '')
}
