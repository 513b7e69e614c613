import { existsSync, readFileSync } from 'node:fs'

/** One side effect of a process; see side-effects.js. */
export interface Effect {
  at: number
  what: string
}

/** What a process has done between its start and its end, in order. */
export interface Life {
  /** When it was ready; 0 when it died before. */
  readyAt: number
  effects: readonly Effect[]
}

export function readEffects(file: string): Effect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const space = line.indexOf(' ')
    return { at: Number(line.slice(0, space)), what: line.slice(space + 1) }
  })
}
