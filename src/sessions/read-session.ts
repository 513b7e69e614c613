import type { YotiClient } from '../yoti/client.js'
import { YotiResponseError } from '../yoti/errors.js'
import { judgeSession } from '../results/outcome.js'
import type { Preset } from './preset.js'
import { deriveState, summariseCheck } from './progress.js'
import type { SessionStore, SessionChange } from './store.js'

export interface ReadSession {
  yoti: Pick<YotiClient, 'getSession'>
  store: SessionStore
  preset: Preset
  now: () => number
}

/** Asks Yoti what is true of a session and keeps it. Only here does a session move forward. */
export async function readSession(parts: ReadSession, sessionId: string): Promise<void> {
  const { store, now } = parts
  await store.noteReading(sessionId, now())
  const change = await readChange(parts, sessionId)
  await store.advance(sessionId, change)
}

async function readChange(parts: ReadSession, sessionId: string): Promise<SessionChange> {
  const { yoti, preset, now } = parts
  try {
    const result = await yoti.getSession(sessionId)
    const state = deriveState(result)
    const verdict = judgeSession(result, preset.spec)
    return {
      state,
      readAt: now(),
      outcome: verdict.outcome,
      reasons: verdict.reasons,
      policyVersion: verdict.policyVersion,
      checks: result.checks.map(summariseCheck),
      ...(state === 'ONGOING' && result.client_session_token !== undefined
        ? { clientSessionToken: result.client_session_token }
        : {}),
    }
  } catch (err) {
    // Yoti deletes a session by itself when its resources' time is over.
    if (err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND') {
      return describeErased(now())
    }
    throw err
  }
}

/** What is left of a session that Yoti has deleted. */
export function describeErased(readAt: number): SessionChange {
  return { state: 'ERASED', readAt, outcome: 'NONE', reasons: [], checks: [] }
}
