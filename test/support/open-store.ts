import { APP_SECRET } from './start-stack.js'
import { createCipher } from '../../src/secrets/cipher.js'
import { createHashUserReference } from '../../src/secrets/derived-keys.js'
import { openDatabase, type Database } from '../../src/store/database.js'
import { createJobQueue } from '../../src/jobs/queue.js'
import { createLocks } from '../../src/jobs/locks.js'
import { createSessionStore, type SessionStoreOptions } from '../../src/store/session-store.js'

/** What a process has of the real store on a real database; in memory when no address is given. */
export async function openStore(url = 'file::memory:') {
  const database = await openDatabase(url)
  const locks = createLocks(database.db, database.direct === undefined)
  const queue = createJobQueue(database.db, locks)
  return { database, store: createStore(database), locks, queue }
}

export function createStore(
  { db, direct }: Pick<Database, 'db' | 'direct'>,
  scope: Partial<Pick<SessionStoreOptions, 'target' | 'application'>> = {},
  appSecrets = [APP_SECRET],
) {
  return createSessionStore({
    db,
    direct,
    cipher: createCipher(appSecrets),
    hashUserReference: createHashUserReference(appSecrets),
    target: 'emulator',
    ...scope,
  })
}
