import { SECRET } from './start-stack.js'
import { createCipher } from '../../src/secrets/cipher.js'
import { createHashPerson } from '../../src/secrets/hash-person.js'
import { createFollowUp, type FollowUpOptions } from '../../src/sessions/follow-up.js'
import { openDatabase } from '../../src/store/database.js'
import { createSessionStore } from '../../src/store/session-store.js'
import { createWorkQueue } from '../../src/store/work-queue.js'

/** The real store and queue on a real database; in memory when no address is given. */
export async function openStore(
  url = 'file::memory:',
  options: Partial<FollowUpOptions> = {},
  target = 'emulator',
) {
  const database = await openDatabase(url)
  const store = createSessionStore({
    database,
    cipher: createCipher([SECRET]),
    hashPerson: createHashPerson([SECRET]),
    target,
    followUp: createFollowUp({
      eraseAfter: undefined,
      describeEvent: (name) => JSON.stringify({ type: name }),
      ...options,
    }),
  })
  return { database, store, queue: createWorkQueue(database) }
}
