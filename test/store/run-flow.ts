import { randomUUID } from 'node:crypto'
import { JOB_TYPES, type JobResult } from '../../src/jobs/queue.js'
import { createTransitions } from '../../src/sessions/transition.js'
import { createSweeper, makeJobsDue, retryFailedJobs } from '../../src/store/sweeps.js'
import type { SessionFilter } from '../../src/sessions/caller-store.js'
import type { openStore } from '../support/open-store.js'
import { SEEDED_CALLER } from '../support/seed-rows.js'
import { buildSession } from './engines.js'

const DAY_MS = 86_400_000

type StoreFixture = Awaited<ReturnType<typeof openStore>>

/** Two sessions from creation to erasure, with every result that a job may have. */
export async function runFlow(
  { database, store, queue, locks }: StoreFixture,
  now: number,
): Promise<void> {
  const transitions = createTransitions({
    store,
    buildEventPayload: (name) => name,
    now: () => now,
  })
  const sweep = createSweeper({
    db: database.db,
    locks,
    store,
    eraseAfterMs: 0,
    eventRetentionMs: DAY_MS,
    onProgress: () => undefined,
    now: () => now,
  })
  const [sessionId, other] = [randomUUID(), randomUUID()]
  const [tokenHash, ownerHash, callerHash] = [randomUUID(), randomUUID(), randomUUID()]
  const userReference = `user-${now}`
  for (const id of [sessionId, other]) {
    const session = buildSession({
      sessionId: id,
      clientSessionToken: randomUUID(),
      callerHash,
      userReference,
      createdAt: now,
    })
    await store.insertAttempt({ ...session, callerHash, userReference, billed: true })
    await store.insert(session, [{ type: 'refresh', sessionId: id, dueAt: now }])
  }
  const returnUrl = 'https://a.example/'
  await store.replaceHandover(sessionId, { tokenHash, expiresAt: now + 1000 }, { returnUrl })
  const owner = { current: randomUUID(), next: ownerHash }
  await store.redeemHandover(tokenHash, owner, now)
  const phone = { current: randomUUID(), next: randomUUID() }
  await store.replacePhoneLink(sessionId, { tokenHash: phone.next, expiresAt: now + 1000 })
  await store.findByPhoneLink(phone.next, phone.current, now)
  await store.redeemPhoneLink(phone.next, phone, now)
  await store.redeemPhoneLink(phone.next, phone, now)
  await store.markOwnerSeen(ownerHash, now, now - DAY_MS)
  await store.findLatest({ ownerHash })
  await store.findLatest({ callerHash, userReference })
  await listSessions(store, now)
  await store.countAttempts({ ownerHash }, now - DAY_MS)
  await store.incrementDailyCount(callerHash, now, 2)
  await store.deleteAttempt(randomUUID())
  const record = { bodyHash: 'b', sessionId, handoverToken: 'token' }
  await store.saveIdempotencyKey(callerHash, 'key', record, now)
  await store.findIdempotencyKey(callerHash, 'key', now)
  await database.check()
  await store.findReference(sessionId)

  const results: JobResult[] = [
    { retryAt: now + 1 },
    { failed: 'CODE', retryAt: now + 2 },
    { failed: 'CODE' },
    { done: true },
  ]
  for (const result of results) {
    await queue.requestRefresh(sessionId, now)
    for (const type of JOB_TYPES) {
      for (const id of await queue.findDue(type, now + 5, 1)) {
        await locks.tryLock(id, async () => {
          const job = await queue.begin(id, now + 5)
          if (job !== undefined) await queue.finish(job, result, now)
        })
      }
    }
    await queue.count()
    await retryFailedJobs(database.db, now)
    await makeJobsDue(database.db, now)
  }
  await locks.withLock('name', () => Promise.resolve())
  for (const id of [sessionId, other]) {
    const session = await store.find(id)
    if (session === undefined) throw new Error('It was inserted.')
    const change = { state: 'COMPLETED', outcome: 'REVIEW' } as const
    const completed = await transitions.apply(session, change)
    const decision = { decision: 'APPROVED', decidedBy: 'agent', reason: 'code' } as const
    const decided = await transitions.decide(completed, decision)
    await sweep()
    await transitions.markErased(await transitions.requestErasure(decided))
  }
}

/** Every combination of the filters, and its second page. */
async function listSessions(store: StoreFixture['store'], now: number): Promise<void> {
  const options = {
    userReference: [undefined, 'user-1'],
    state: [undefined, 'COMPLETED', 'ERASED'],
    outcome: [undefined, 'APPROVED', 'REVIEW'],
    createdAfter: [undefined, now - 50 * DAY_MS],
    createdBefore: [undefined, now],
  } as const
  let filters: SessionFilter[] = [{ limit: 5 }]
  for (const [name, values] of Object.entries(options)) {
    filters = filters.flatMap((filter) => values.map((value) => ({ ...filter, [name]: value })))
  }
  for (const filter of filters) {
    const cursor = (await store.list(SEEDED_CALLER, filter))?.nextCursor
    if (cursor !== undefined) await store.list(SEEDED_CALLER, { ...filter, cursor })
  }
}
