import { sql, type Insertable, type Kysely, type Selectable, type Updateable } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { Session } from '../sessions/session.js'
import type { Schema, SessionTable } from './schema.js'

type Field = keyof Session

/** Each field is in the column of its name. Null is undefined. */
const FIELDS: Record<Field, { as?: 'json' | 'encrypted'; changes?: true }> = {
  sessionId: {},
  reference: {},
  target: {},
  ownerHash: {},
  ownerSince: {},
  ownerSeenAt: {},
  phoneHash: {},
  phoneSince: {},
  phoneSeenAt: {},
  callerHash: {},
  userReference: {},
  returnUrl: {},
  locale: {},
  presetName: {},
  scenario: {},
  outcomeCriteria: { as: 'json' },
  createdAt: {},
  tokenExpiresAt: {},
  yotiRetentionEndsAt: {},
  state: { changes: true },
  outcome: { changes: true },
  reasons: { as: 'json', changes: true },
  policyVersion: { changes: true },
  checks: { as: 'json', changes: true },
  clientSessionToken: { as: 'encrypted', changes: true },
  lastRefreshedAt: { changes: true },
  capturedAt: { changes: true },
  endedAt: { changes: true },
  erasureRequestedAt: { changes: true },
  erasedAt: { changes: true },
  decision: { as: 'json', changes: true },
}

const COLUMNS = Object.entries(FIELDS).map(([field, options]) => ({
  ...options,
  field: field as Field,
  column: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as keyof SessionTable,
}))
const CHANGING_COLUMNS = COLUMNS.filter(({ changes }) => changes)

export function toRow(session: Session, cipher: Cipher, columns = COLUMNS) {
  const values = columns.map(({ field, column, as }) => {
    const value = session[field]
    if (value === undefined) return [column, null]
    if (as === 'json') return [column, JSON.stringify(value)]
    return [column, as === 'encrypted' ? cipher.encrypt(value as string, session.sessionId) : value]
  })
  const row = Object.fromEntries(values) as Insertable<SessionTable>
  return { ...row, decided_at: session.decision?.decidedAt ?? null }
}

/** The columns that a transition may change. */
export function toChangingColumns(session: Session, cipher: Cipher): Updateable<SessionTable> {
  return toRow(session, cipher, CHANGING_COLUMNS)
}

export function fromRow(row: Selectable<SessionTable>, cipher: Cipher): Session {
  const session: Partial<Record<Field, unknown>> = {}
  for (const { field, column, as } of COLUMNS) {
    let value: unknown = row[column]
    if (as === 'json' && value !== null) value = JSON.parse(value as string)
    // Undefined when the secret that encrypted the token is no longer configured.
    if (as === 'encrypted' && value !== null)
      value = cipher.decrypt(value as string, row.session_id)
    if (value !== null && value !== undefined) session[field] = value
  }
  return session as Session
}

export interface SessionScopeOptions {
  db: Kysely<Schema>
  cipher: Cipher
  /** Sessions of another target are treated as unknown. */
  target: string
  /** SDK id; sessions of another application are treated as unknown. Undefined matches any. */
  application?: string | undefined
}

export type SessionScope = ReturnType<typeof createSessionScope>

/** Reads the sessions of one target and application. */
export function createSessionScope({ db, cipher, target, application }: SessionScopeOptions) {
  /** Sessions created before the application was stored match any application. */
  const inScope =
    application === undefined
      ? sql<boolean>`target = ${target}`
      : sql<boolean>`target = ${target} and (application is null or application = ${application})`
  return {
    db,
    cipher,
    inScope,
    selectSessions: (executor = db) => executor.selectFrom('sessions').selectAll().where(inScope),
    toSession: (row: Selectable<SessionTable> | undefined) =>
      row === undefined ? undefined : fromRow(row, cipher),
  }
}
