import type { YotiClient } from '../yoti/client.js'
import { isLive, type Session } from './session.js'
import type { SessionStore } from './store.js'
import { composeSpec, type Preset, type ServerPart } from './preset.js'

export interface StartSession {
  yoti: Pick<YotiClient, 'createSession'>
  store: SessionStore
  target: string
  preset: Preset
  server: ServerPart
  now: () => number
}

/** Creates a session at Yoti for this owner and keeps it. */
export async function createSession(parts: StartSession, ownerHash: string): Promise<Session> {
  const { yoti, store, target, preset, server, now } = parts
  const created = await yoti.createSession(composeSpec(preset, server))
  const session: Session = {
    sessionId: created.session_id,
    target,
    ownerHash,
    presetName: preset.name,
    state: 'ONGOING',
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    clientSessionToken: created.client_session_token,
    createdAt: now(),
    readAt: now(),
  }
  await store.insert(session)
  return session
}

/** Whether the owner goes on with this session instead of a new one. */
export function mayContinue(latest: Session | undefined, insteadOf?: string): latest is Session {
  return latest !== undefined && isLive(latest) && latest.sessionId !== insteadOf
}
