import type { Kysely } from 'kysely'
import type { Config, Secrets } from '#src/config/config.js'
import { readOrCreateAppSecret } from '#src/config/app-secret.js'
import { findProxy } from '#src/config/network.js'
import { AppError } from '#src/errors.js'
import { createLocks } from '#src/jobs/locks.js'
import { createJobQueue, toJobId } from '#src/jobs/queue.js'
import { createCipher } from '#src/secrets/cipher.js'
import { createHashUserReference } from '#src/secrets/derived-keys.js'
import type { EventType, Session } from '#src/sessions/session.js'
import type { Schema } from '#src/store/schema.js'
import { createSessionStore } from '#src/store/session-store.js'
import { buildEventPayload, createDeliverHandler, toWebhookId } from '#src/webhooks/feature.js'
import { print } from '../run-tool.js'

const MAX_LISTED = 1000

/** Prints those that are not delivered, the oldest first. */
export async function listEvents(
  db: Kysely<Schema>,
  { callers }: Pick<Secrets, 'callers'>,
  failedOnly: boolean,
): Promise<void> {
  const rows = await db
    .selectFrom('jobs')
    .leftJoin('sessions', 'sessions.session_id', 'jobs.session_id')
    .select(['jobs.session_id', 'event_name', 'jobs.state', 'attempts', 'error_code'])
    .select(['jobs.created_at', 'due_at', 'caller_hash'])
    .where('jobs.type', '=', 'deliver')
    .where('jobs.state', 'in', failedOnly ? ['failed'] : ['failed', 'waiting'])
    .orderBy('jobs.created_at')
    .limit(MAX_LISTED + 1)
    .execute()
  for (const row of rows.slice(0, MAX_LISTED)) {
    const caller = callers.find(({ hash }) => hash === row.caller_hash)
    const next = row.state === 'failed' ? 'failed' : `due ${formatTime(row.due_at)}`
    const error = row.error_code === null ? '' : `, last ${row.error_code}`
    print(
      `${toWebhookId(row.session_id, row.event_name ?? '')}  ${formatTime(row.created_at)}  ${caller?.name ?? '-'}  ${next}, attempts ${row.attempts}${error}`,
    )
  }
  if (rows.length === 0) print(failedOnly ? 'No delivery failed.' : 'All events are delivered.')
  if (rows.length > MAX_LISTED) print(`More than ${MAX_LISTED}: these are the oldest.`)
}

/** Resolves to whether the receiver accepted it. If not, the server tries again as for a new event. */
export async function resendEvent(
  db: Kysely<Schema>,
  { target }: Pick<Config, 'target'>,
  secrets: Secrets,
  webhookId: string,
): Promise<boolean> {
  const [, sessionId = '', name = ''] = /^evt_(.+)_([a-z]+)$/.exec(webhookId) ?? []
  const eventName = `session.${name}`
  const id = toJobId(sessionId, 'deliver', eventName)
  const appSecrets = secrets.appSecrets ?? [readOrCreateAppSecret('data/app-secret')]
  const store = createSessionStore({
    db,
    cipher: createCipher(appSecrets),
    hashUserReference: createHashUserReference(appSecrets),
    target,
    application: target === 'emulator' ? undefined : secrets.application?.sdkId,
  })
  const locks = createLocks(db)
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
  const session = row && (await store.find(sessionId))
  if (row === undefined || session === undefined) {
    throw new AppError(
      'EVENT',
      `${webhookId} is unknown here. Copy it from the webhook-id header or from list, and use the settings of the server.`,
    )
  }
  const payload = row.payload ?? rebuildPayload(eventName as EventType, session)
  const event = { name: eventName, payload }
  const job = { id, type: 'deliver' as const, sessionId, event, attempts: 0 }
  const deliver = createDeliverHandler({ ...secrets, findProxy, store, now: Date.now })
  // A server must not deliver it at the same time.
  const result = await locks.tryLock(id, async () => {
    // If this process dies, a server delivers it.
    const changes = { payload, state: 'waiting' as const, attempts: 0, due_at: Date.now() }
    await db.updateTable('jobs').set(changes).where('id', '=', id).execute()
    const delivered = await deliver(job)
    await createJobQueue(db, locks).finish(job, delivered, Date.now())
    return delivered
  })
  if (result === undefined) {
    throw new AppError('EVENT', `${webhookId} is being delivered. Try again in a minute.`)
  }
  const failed = 'failed' in result ? result.failed : undefined
  print(
    failed === undefined
      ? `${webhookId} was accepted.`
      : `${webhookId} was not accepted (${failed}). A running server tries again.`,
  )
  return failed === undefined
}

/** A delivered event is stored without its payload. */
function rebuildPayload(type: EventType, session: Session): string {
  const { decidedAt } = session.decision ?? {}
  const isDecided = decidedAt !== undefined && session.state === 'COMPLETED'
  const latest = isDecided ? 'decided' : session.state.toLowerCase()
  const occurredAt = session.state === 'ERASED' ? session.erasedAt : (decidedAt ?? session.endedAt)
  if (type !== `session.${latest}` || occurredAt === undefined) {
    throw new AppError(
      'EVENT',
      `The session is ${latest} by now, so ${type} cannot be sent again. Read GET /api/sessions/${session.sessionId}.`,
    )
  }
  return buildEventPayload(type, session, occurredAt)
}

function formatTime(time: number): string {
  return new Date(time).toISOString()
}
