import type { Session } from './session.js'

/** What a reading at Yoti may change. The client session token goes unless the change has one. */
export type SessionChange = Pick<Session, 'state'> &
  Partial<Pick<Session, 'outcome' | 'reasons' | 'policyVersion' | 'checks' | 'clientSessionToken'>>

export interface SessionStore {
  insert(session: Session): Promise<void>
  find(sessionId: string): Promise<Session | undefined>
  /** The owner's newest session. */
  findLatest(ownerHash: string): Promise<Session | undefined>
  /** Applies the change unless its state would go backwards; resolves to what is then kept. */
  advance(sessionId: string, change: SessionChange): Promise<Session | undefined>
  /** Notes that we asked Yoti, whatever came of it. */
  noteReading(sessionId: string, readAt: number): Promise<void>
}
