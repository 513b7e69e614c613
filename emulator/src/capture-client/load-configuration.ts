import { setTimeout as delay } from 'node:timers/promises'
import type { ClientApi } from './client-api.js'
import { RejectedCallError } from './client-error.js'
import type { Configuration } from './configuration.js'

const POLL_INTERVAL_MS = 100

/** Waits until the relying business has sent the picture that the face is compared with, as the page does, but not for ever. */
export async function loadConfiguration(
  api: ClientApi,
  options: { seconds: number; signal: AbortSignal | undefined },
): Promise<Configuration> {
  const { seconds, signal } = options
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    try {
      return await api.getConfiguration()
    } catch (err) {
      if (!(err instanceof RejectedCallError && err.code === 'SESSION_NOT_READY')) throw err
      if (performance.now() >= deadline) {
        throw new Error(
          `no picture to compare the face with came within ${seconds} s: upload it as the session's face capture`,
          { cause: err },
        )
      }
    }
    await delay(POLL_INTERVAL_MS, undefined, signal && { signal })
  }
}
