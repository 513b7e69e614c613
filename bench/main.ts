// npm run bench: our server beside the official package and beside the least that Node can do.
// With `-- --cpu-prof` each process leaves a CPU profile in data/profiles.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getFreePort } from '../test/support/free-port.js'
import { waitFor } from '../test/support/wait-for.js'
import { createApplication } from './application.js'
import { createBrowser } from './browser.js'
import { startChild, type Child } from './child.js'
import { CONTESTANTS, NAMES, type Name, type RunningContestant } from './contestant.js'
import { runRound, type Round } from './creation.js'
import { measureMediaMemory } from './media.js'
import { formatMemory, formatRounds, formatVerdict } from './report.js'

const ROUNDS = 5
// More visitors than we may have sockets to Yoti, to see that limit kept.
const WARM_UP = { sessions: 1000, visitors: 100 }
// Kept connections close while the other servers have their turn: few visitors open few again.
const LOAD = { sessions: 400, visitors: 24 }
const MEDIA_LOAD = { media: 100, size: 10_000_000 }

const startedAt = performance.now()
const directory = mkdtempSync(join(tmpdir(), 'bench-'))
const children: Child[] = []
try {
  await run()
} finally {
  await Promise.all(children.map((child) => child.stop()))
  rmSync(directory, { recursive: true })
}

async function run(): Promise<void> {
  const application = createApplication(directory)
  const emulator = startProcess('bench/emulator/main.js', application)
  const { plain, secure } = (await emulator.hear()) as { plain: string; secure: string }

  const byTls = await compareCreation({ ...application, YOTI_IDV_API_URL: secure }, emulator)
  print(formatRounds('Yoti reached by TLS, as in production', byTls))
  const byHttp = await compareCreation({ ...application, YOTI_IDV_API_URL: plain }, emulator)
  print(formatRounds('Yoti reached by plain HTTP', byHttp))
  const memory = await compareMemory({ ...application, YOTI_IDV_API_URL: plain }, emulator)
  print(formatMemory(memory))
  print(formatVerdict(byTls, memory))
}

/** The first round of each server warms it up. */
async function compareCreation(
  env: Record<string, string>,
  emulator: Child,
): Promise<Record<Name, Round[]>> {
  const servers = {
    ours: await startContestant('ours', env),
    official: await startContestant('official', env),
    floor: await startContestant('floor', env),
  }
  const rounds: Record<Name, Round[]> = { ours: [], official: [], floor: [] }
  for (let round = 0; round <= ROUNDS; round++) {
    const load = round === 0 ? WARM_UP : LOAD
    for (const name of NAMES) rounds[name].push(await runRound(servers[name], emulator, load))
    const seen = NAMES.map((name) => `${name} ${(rounds[name].at(-1)?.throughput ?? 0).toFixed(0)}`)
    const what = round === 0 ? 'warm-up' : `round ${round} of ${ROUNDS}`
    say(`${what}, sessions per second: ${seen.join(', ')}`)
  }
  for (const name of NAMES) await servers[name].child.stop()
  return rounds
}

async function compareMemory(
  env: Record<string, string>,
  emulator: Child,
): Promise<Record<'ours' | 'official', number>> {
  say(`${MEDIA_LOAD.media} media of ${MEDIA_LOAD.size / 1e6} MB at once`)
  const measure = async (name: Name) =>
    measureMediaMemory(await startContestant(name, env), emulator, MEDIA_LOAD)
  return { ours: await measure('ours'), official: await measure('official') }
}

async function startContestant(
  name: Name,
  env: Record<string, string>,
): Promise<RunningContestant> {
  const contestant = CONTESTANTS[name]
  const port = await getFreePort()
  const browser = createBrowser(port)
  const child = startProcess(contestant.entry, {
    ...env,
    PORT: String(port),
    YOTI_APP_BASE_URL: browser.origin,
    RATE_LIMIT: 'off',
    // Started anew for each comparison.
    DATABASE_URL: `file:${join(directory, `${port}.db`)}`,
  })
  await waitFor(`${name} to listen`, () => browser.send('GET', '/healthz').catch(() => undefined))
  return { ...contestant, child, browser }
}

function startProcess(entry: string, env: Record<string, string>): Child {
  const profiles = fileURLToPath(new URL('../data/profiles', import.meta.url))
  const nodeOptions = process.argv.includes('--cpu-prof')
    ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
    : []
  const child = startChild({ entry, env, cwd: directory, nodeOptions })
  children.push(child)
  return child
}

function say(what: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(3)
  process.stdout.write(`${seconds} s  ${what}\n`)
}

function print(text: string): void {
  process.stdout.write(`\n${text}\n\n`)
}
