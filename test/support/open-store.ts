import type { Kysely } from 'kysely'
import { APP_SECRET } from './start-stack.js'
import { createCipher } from '../../src/secrets/cipher.js'
import { createHashUserReference } from '../../src/secrets/derived-keys.js'
import { openDatabase } from '../../src/store/database.js'
import { createJobQueue } from '../../src/jobs/queue.js'
import { createLocks } from '../../src/jobs/locks.js'
import type { Schema } from '../../src/store/schema.js'
import { createSessionStore, type SessionStoreOptions } from '../../src/store/session-store.js'

/** What a process has of the real store on a real database; in memory when no address is given. */
export async function openStore(url = 'file::memory:') {
  const database = await openDatabase(url)
  const locks = createLocks(database.db)
  const queue = createJobQueue(database.db, locks)
  return { database, store: createStore(database.db), locks, queue }
}

export function createStore(
  db: Kysely<Schema>,
  scope: Partial<Pick<SessionStoreOptions, 'target' | 'application'>> = {},
  appSecrets = [APP_SECRET],
) {
  return createSessionStore({
    db,
    cipher: createCipher(appSecrets),
    hashUserReference: createHashUserReference(appSecrets),
    target: 'emulator',
    ...scope,
  })
}
