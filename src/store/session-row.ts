import type { Insertable, Selectable } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { Session } from '../sessions/session.js'
import type { SessionTable } from './schema.js'

type Row = Selectable<SessionTable>

export function toRow(session: Session, cipher: Cipher) {
  return {
    session_id: session.sessionId,
    reference: session.reference,
    target: session.target,
    owner_hash: session.ownerHash ?? null,
    owner_since: session.ownerSince ?? null,
    owner_seen_at: session.ownerSeenAt ?? null,
    caller_hash: session.callerHash ?? null,
    user_reference: session.userReference ?? null,
    return_url: session.returnUrl ?? null,
    locale: session.locale ?? null,
    preset_name: session.presetName,
    scenario: session.scenario ?? null,
    outcome_criteria: JSON.stringify(session.outcomeCriteria),
    created_at: session.createdAt,
    token_expires_at: session.tokenExpiresAt,
    yoti_retention_ends_at: session.yotiRetentionEndsAt ?? null,
    ...toChangingColumns(session, cipher),
  } satisfies Insertable<SessionTable>
}

/** The columns that a transition may change. */
export function toChangingColumns(session: Session, cipher: Cipher) {
  const { sessionId, clientSessionToken: token } = session
  return {
    state: session.state,
    outcome: session.outcome,
    reasons: JSON.stringify(session.reasons),
    policy_version: session.policyVersion ?? null,
    checks: JSON.stringify(session.checks),
    client_session_token: token === undefined ? null : cipher.encrypt(token, sessionId),
    last_refreshed_at: session.lastRefreshedAt,
    captured_at: session.capturedAt ?? null,
    ended_at: session.endedAt ?? null,
    erasure_requested_at: session.erasureRequestedAt ?? null,
    erased_at: session.erasedAt ?? null,
    decision: session.decision === undefined ? null : JSON.stringify(session.decision),
    decided_at: session.decision?.decidedAt ?? null,
  }
}

export function fromRow(row: Row, cipher: Cipher): Session {
  const token = row.client_session_token
  return {
    sessionId: row.session_id,
    reference: row.reference,
    target: row.target,
    presetName: row.preset_name,
    outcomeCriteria: JSON.parse(row.outcome_criteria) as Session['outcomeCriteria'],
    state: row.state as Session['state'],
    outcome: row.outcome as Session['outcome'],
    reasons: JSON.parse(row.reasons) as Session['reasons'],
    checks: JSON.parse(row.checks) as Session['checks'],
    createdAt: row.created_at,
    tokenExpiresAt: row.token_expires_at,
    lastRefreshedAt: row.last_refreshed_at,
    ...omitNulls({
      ownerHash: row.owner_hash,
      ownerSince: row.owner_since,
      ownerSeenAt: row.owner_seen_at,
      phoneHash: row.phone_hash,
      phoneSince: row.phone_since,
      phoneSeenAt: row.phone_seen_at,
      callerHash: row.caller_hash,
      userReference: row.user_reference,
      returnUrl: row.return_url,
      locale: row.locale,
      scenario: row.scenario,
      policyVersion: row.policy_version,
      // Undefined when the secret that encrypted the token is no longer configured.
      clientSessionToken: token === null ? null : (cipher.decrypt(token, row.session_id) ?? null),
      capturedAt: row.captured_at,
      endedAt: row.ended_at,
      erasureRequestedAt: row.erasure_requested_at,
      erasedAt: row.erased_at,
      yotiRetentionEndsAt: row.yoti_retention_ends_at,
      decision:
        row.decision === null
          ? null
          : (JSON.parse(row.decision) as NonNullable<Session['decision']>),
    }),
  }
}

type WithoutNulls<T> = { [K in keyof T]?: Exclude<T[K], null> }

function omitNulls<T extends object>(fields: T): WithoutNulls<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null),
  ) as WithoutNulls<T>
}
