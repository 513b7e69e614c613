import { setTimeout as delay } from 'node:timers/promises'
import type { ClientApi } from './client-api.js'
import { Refusal } from './client-error.js'
import type { Configuration } from './configuration.js'

const PAUSE_BETWEEN_LOOKS = 100

/** Waits until the relying business has sent the picture that the face is compared with, as the page does, but not for ever. */
export async function loadConfiguration(
  api: ClientApi,
  options: { seconds: number; signal: AbortSignal | undefined },
): Promise<Configuration> {
  const { seconds, signal } = options
  const end = performance.now() + seconds * 1000
  for (;;) {
    try {
      return await api.getConfiguration()
    } catch (err) {
      if (!(err instanceof Refusal && err.code === 'SESSION_NOT_READY')) throw err
      if (performance.now() >= end) {
        throw new Error(
          `no picture to compare the face with came within ${seconds} s: upload it as the session's face capture`,
          { cause: err },
        )
      }
    }
    await delay(PAUSE_BETWEEN_LOOKS, undefined, signal && { signal })
  }
}
