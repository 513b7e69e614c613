import { existsSync, readFileSync } from 'node:fs'

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

export function readSideEffects(file: string): SideEffect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const space = line.indexOf(' ')
    return { timestamp: Number(line.slice(0, space)), description: line.slice(space + 1) }
  })
}
