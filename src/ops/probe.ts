import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds. */
const PATIENCE = 2000

/** Asks what may hang: never twice at once, and nobody waits for it longer than `patience`. */
export function createProbe<T>(ask: () => Promise<T>, patience = PATIENCE): () => Promise<T> {
  let underWay: Promise<T> | undefined

  return async () => {
    underWay ??= ask().finally(() => {
      underWay = undefined
    })
    const answered = new AbortController()
    const tooLate = wait(patience, undefined, { signal: answered.signal }).then(() => {
      throw new Error(`There was no answer within ${patience} ms.`)
    })
    try {
      return await Promise.race([underWay, tooLate])
    } finally {
      answered.abort()
    }
  }
}
