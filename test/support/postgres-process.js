// Runs PostgreSQL in a separate process: the channel closes even when the test process is killed, and that stops the
// server and removes its data.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinaries } from './postgres-binaries.js'

const home = mkdtempSync(join(tmpdir(), 'test-postgres-'))
const password = randomBytes(12).toString('hex')
let server

process.on('disconnect', () => void stop())
try {
  const user = findUnprivilegedUser()
  const bin = join(findBinaries(user !== undefined, join(home, 'native')), 'bin')
  const data = initialise(bin, user)
  const port = await start(bin, data, user)
  sendToParent({ url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` })
} catch (error) {
  sendToParent({ problem: error.message })
}

function sendToParent(message) {
  if (process.connected) process.send(message)
}

// PostgreSQL refuses to run as root. cspell:ignore nobody
function findUnprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout?.trim() || Number.NaN),
  )
  if (Number.isNaN(uid))
    throw new Error('PostgreSQL cannot run as root, and the system user "nobody" is missing.')
  return { uid, gid }
}

function initialise(bin, user) {
  const data = join(home, 'data')
  const passwordFile = join(home, 'password')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user !== undefined) {
    chmodSync(home, 0o711)
    for (const path of [data, passwordFile]) chownSync(path, user.uid, user.gid)
  }
  const flags = ['--username=postgres', '--auth=password', '--encoding=UTF8', '--locale=C']
  const initdb = spawnSync(
    join(bin, 'initdb'),
    [`--pgdata=${data}`, `--pwfile=${passwordFile}`, '--no-sync', ...flags],
    spawnOptions(user),
  )
  if (initdb.status !== 0) throw new Error(String(initdb.error ?? initdb.stderr).trim())
  return data
}

async function start(bin, data, user, attempts = 3) {
  const port = await findPort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    max_connections: 200,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  server = spawn(join(bin, 'postgres'), ['-D', data, ...flags], spawnOptions(user))
  const problem = await waitUntilReady(server)
  if (problem === undefined) return port
  if (attempts > 1 && problem.includes('could not bind')) {
    return start(bin, data, user, attempts - 1)
  }
  throw new Error(problem)
}

/** Undefined when it is ready, else what it output before it ended. */
function waitUntilReady(started) {
  return new Promise((resolve) => {
    let output = ''
    started.stderr.on('data', (chunk) => {
      if (output.length < 10_000) output += chunk
      if (output.includes('ready to accept connections')) resolve(undefined)
    })
    started.on('error', (error) => resolve(error.message))
    started.on('close', () => resolve(output.trim()))
  })
}

async function findPort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

function spawnOptions(user) {
  // The messages of initdb and postgres are parsed, so they must be in English.
  const env = { ...process.env, LC_ALL: 'C' }
  return { ...user, cwd: home, env, stdio: ['ignore', 'ignore', 'pipe'] }
}

async function stop() {
  if (server !== undefined && server.exitCode === null && server.kill('SIGINT')) {
    await once(server, 'exit')
  }
  rmSync(home, { recursive: true, force: true })
  process.exit()
}
