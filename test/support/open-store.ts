import { APP_SECRET } from './start-stack.js'
import { createCipher } from '../../src/secrets/cipher.js'
import { createHashUserReference } from '../../src/secrets/hash-user-reference.js'
import {
  createTransitionJobs,
  type TransitionJobsOptions,
} from '../../src/sessions/transition-jobs.js'
import { openDatabase } from '../../src/store/database.js'
import { createSessionStore } from '../../src/store/session-store.js'
import { createJobQueue } from '../../src/store/job-queue.js'

/** The real store and queue on a real database; in memory when no address is given. */
export async function openStore(
  url = 'file::memory:',
  options: Partial<TransitionJobsOptions> = {},
  target = 'emulator',
) {
  const database = await openDatabase(url)
  const store = createSessionStore({
    database,
    cipher: createCipher([APP_SECRET]),
    hashUserReference: createHashUserReference([APP_SECRET]),
    target,
    jobsForTransition: createTransitionJobs({
      eraseAfterMs: undefined,
      buildEventPayload: (name) => JSON.stringify({ type: name }),
      ...options,
    }),
  })
  return { database, store, queue: createJobQueue(database) }
}
