import { readOrProblem, readTextFile } from './files.js'
import { isLoopback } from './network.js'

const CERTIFICATES = ['sslrootcert', 'sslcert', 'sslkey']

export function isSqlite(databaseUrl: string): boolean {
  return databaseUrl.startsWith('file:')
}

/** A URL without a host, as for a socket, is not one for `URL`. */
function parse(databaseUrl: string): URL {
  return new URL(databaseUrl.replace(/@(?=\/)/, '@localhost'))
}

/** Whether queries leave this machine without TLS that verifies the server, as pg reads the URL. */
export function isUnprotected(databaseUrl: string): boolean {
  if (isSqlite(databaseUrl)) return false
  const { hostname, searchParams } = parse(databaseUrl)
  const host = searchParams.get('host') ?? hostname
  if (
    host === '' ||
    host.startsWith('/') ||
    host.startsWith('%2F') ||
    isLoopback({ hostname: host })
  )
    return false
  const mode = searchParams.get('sslmode')
  if (mode === null) {
    return (
      !CERTIFICATES.some((name) => searchParams.has(name)) &&
      !/^(true|1)$/.test(searchParams.get('ssl') ?? '')
    )
  }
  const verifies =
    mode.startsWith('verify-') || (mode === 'require' && searchParams.has('sslrootcert'))
  if (searchParams.get('uselibpqcompat') === 'true') return !verifies
  return mode === 'disable' || mode === 'no-verify'
}

/** Adds a problem for each certificate in the URL that cannot be read. */
export function readDatabaseCertificates(databaseUrl: string, problems: string[]): void {
  if (isSqlite(databaseUrl)) return
  for (const name of CERTIFICATES) {
    const path = parse(databaseUrl).searchParams.get(name)
    if (path !== null) readOrProblem(`DATABASE_URL: ${name}`, path, problems, readTextFile)
  }
}
