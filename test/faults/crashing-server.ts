import { existsSync, readFileSync } from 'node:fs'
import { createProgram, type Program } from '../support/program.js'

/** One side effect of a process; see crash-after-side-effect.js. */
export interface SideEffect {
  timestamp: number
  description: string
}

export interface ServerRun {
  /** By the clock of the process; 0 when it crashed before it was ready. */
  readyAt: number
  sideEffects: readonly SideEffect[]
}

export interface CrashingServer extends AsyncDisposable {
  /** Rejects when a process does not start, or ends other than as planned. */
  failed: Promise<never>
  /** In the order of their starts. */
  readRuns(): ServerRun[]
}

const CLOCK_PRELOAD = new URL('fast-clock.js', import.meta.url).href
const CRASH_PRELOAD = new URL('crash-after-side-effect.js', import.meta.url).href

/** Low enough that a process which is suspended for 3 s keeps its leases. */
export const CLOCK_SPEED = 3
/** One for all servers, because they compare times in the database. */
const CLOCK_ORIGIN = Date.now()

/**
 * The real process under a supervisor that restarts it. Each of its first runs crashes directly after
 * the side effect with the number in `crashPoints`; the last run does not crash.
 */
export async function startCrashingServer(
  env: Record<string, string>,
  crashPoints: readonly number[],
  directory: string,
): Promise<CrashingServer> {
  const startedRuns: (Omit<ServerRun, 'sideEffects'> & { file: string })[] = []
  let server: Program
  let stopped = false

  /** Resolves when the process is ready or has crashed before. */
  const startRun = async (): Promise<void> => {
    const crashAfter = crashPoints[startedRuns.length]
    const run = { file: `${directory}/run-${startedRuns.length + 1}`, readyAt: 0 }
    startedRuns.push(run)
    server = createBuiltServer({
      ...env,
      NODE_OPTIONS: `--import ${CLOCK_PRELOAD} --import ${CRASH_PRELOAD}`,
      SIDE_EFFECTS_FILE: run.file,
      ...(crashAfter === undefined ? {} : { CRASH_AFTER: String(crashAfter) }),
    })
    try {
      await server.start()
      run.readyAt = CLOCK_ORIGIN + (Date.now() - CLOCK_ORIGIN) * CLOCK_SPEED
    } catch (err) {
      if (readSideEffects(run.file).length !== crashAfter) throw err
    }
  }
  const supervise = async (): Promise<never> => {
    for (;;) {
      await server.waitForExit()
      if (stopped) return new Promise<never>(() => undefined)
      const sideEffectCount = readSideEffects(startedRuns.at(-1)?.file ?? '').length
      if (sideEffectCount !== crashPoints[startedRuns.length - 1])
        throw new Error(`It exited unexpectedly after ${sideEffectCount} side effects.`)
      await startRun()
    }
  }

  await startRun()
  const failed = supervise()
  failed.catch(() => undefined)
  return {
    failed,
    readRuns: () =>
      startedRuns.map(({ file, readyAt }) => ({ readyAt, sideEffects: readSideEffects(file) })),
    async [Symbol.asyncDispose]() {
      stopped = true
      await server.kill()
    },
  }
}

/** The server as built, which starts faster than from its sources, with a clock that runs faster. */
export function createBuiltServer(env: Record<string, string>, ready = 'Open '): Program {
  const clock = { CLOCK_ORIGIN: String(CLOCK_ORIGIN), CLOCK_SPEED: String(CLOCK_SPEED) }
  const preload = { NODE_OPTIONS: `--import ${CLOCK_PRELOAD}` }
  return createProgram('dist/server.js', { ...clock, ...preload, ...env }, ready)
}

function readSideEffects(file: string): SideEffect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const space = line.indexOf(' ')
    return { timestamp: Number(line.slice(0, space)), description: line.slice(space + 1) }
  })
}
