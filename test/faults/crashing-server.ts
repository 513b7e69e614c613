import { existsSync, readFileSync } from 'node:fs'
import { createProgram, type Program } from '../support/program.js'

/** One side effect of a process; see crash-after-side-effect.js. */
export interface SideEffect {
  timestamp: number
  description: string
}

export interface ServerRun {
  /** 0 when the process crashed before it was ready. */
  readyAt: number
  sideEffects: readonly SideEffect[]
}

const PRELOAD = new URL('crash-after-side-effect.js', import.meta.url).href

/**
 * The real process under a supervisor that restarts it. Each of its first runs crashes directly after
 * the side effect with the number in `crashPoints`; the last run does not crash.
 */
export async function startCrashingServer(
  env: Record<string, string>,
  crashPoints: readonly number[],
  directory: string,
) {
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
      NODE_OPTIONS: `--import ${PRELOAD}`,
      SIDE_EFFECTS_FILE: run.file,
      ...(crashAfter === undefined ? {} : { CRASH_AFTER: String(crashAfter) }),
    })
    try {
      await server.start()
      run.readyAt = Date.now()
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
    /** Rejects when a process does not start, or ends other than as planned. */
    failed,
    /** In the order of their starts. */
    readRuns: (): ServerRun[] =>
      startedRuns.map(({ file, readyAt }) => ({ readyAt, sideEffects: readSideEffects(file) })),
    async [Symbol.asyncDispose]() {
      stopped = true
      await server.kill()
    },
  }
}

/** The server as built, which starts faster than from its sources. */
export function createBuiltServer(env: Record<string, string>, ready = 'Open '): Program {
  return createProgram('dist/server.js', env, ready)
}

function readSideEffects(file: string): SideEffect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const space = line.indexOf(' ')
    return { timestamp: Number(line.slice(0, space)), description: line.slice(space + 1) }
  })
}
