import type { Program } from '../support/program.js'
import { createBuiltServer } from './built-server.js'
import { readEffects, type Life } from './life.js'

export interface MortalServer extends AsyncDisposable {
  /** Rejects when a life does not begin, or ends otherwise than it was told to. */
  failed: Promise<never>
  /** What each of its lives has done, in order. */
  readLives(): Life[]
}

const PRELOAD = new URL('side-effects.js', import.meta.url).href

/**
 * The real process under a supervisor that starts it again when it has ended. Its first lives end
 * right after the side effects of these numbers, counted anew in each; the last one lasts.
 */
export async function startMortalServer(
  env: Record<string, string>,
  deaths: readonly number[],
  directory: string,
): Promise<MortalServer> {
  const begun: (Omit<Life, 'effects'> & { file: string })[] = []
  let program: Program
  let stopped = false

  /** Resolves when it is ready, or has died before. */
  const live = async (): Promise<void> => {
    const dieAfter = deaths[begun.length]
    const life = { file: `${directory}/life-${begun.length + 1}`, readyAt: 0 }
    begun.push(life)
    program = createBuiltServer({
      ...env,
      NODE_OPTIONS: `--import ${PRELOAD}`,
      SIDE_EFFECTS_FILE: life.file,
      ...(dieAfter === undefined ? {} : { DIE_AFTER: String(dieAfter) }),
    })
    try {
      await program.start()
      life.readyAt = Date.now()
    } catch (err) {
      if (readEffects(life.file).length !== dieAfter) throw err
    }
  }
  const supervise = async (): Promise<never> => {
    for (;;) {
      await program.ended()
      if (stopped) return new Promise<never>(() => undefined)
      const lived = readEffects(begun.at(-1)?.file ?? '').length
      if (lived !== deaths[begun.length - 1]) throw new Error(`It died by itself after ${lived}.`)
      await live()
    }
  }

  await live()
  const failed = supervise()
  failed.catch(() => undefined)
  return {
    failed,
    readLives: () => begun.map(({ file, readyAt }) => ({ readyAt, effects: readEffects(file) })),
    async [Symbol.asyncDispose]() {
      stopped = true
      await program.kill()
    },
  }
}
