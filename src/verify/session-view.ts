import type { Session } from '../sessions/session.js'

/** Seconds that a landed person waits for Yoti to confirm, before the client is offered again. */
export const CONFIRMATION_WAIT = 30

/** Hints in the page's query. They choose what to show first, never what is true. */
export interface Hints {
  /** Set by a landing or a message: seconds waited since the person finished. */
  waited?: number
  yotiErrorCode?: string
}

export type SessionView =
  'capture' | 'guidance' | 'waiting' | 'results' | 'expired' | 'erasing' | 'erased'

/** One URL for a session's whole life: which page it is now. */
export function chooseView(session: Session, hints: Hints): SessionView {
  if (session.state !== 'ERASED' && session.erasureRequestedAt !== undefined) return 'erasing'
  switch (session.state) {
    case 'ERASED':
      return 'erased'
    case 'EXPIRED':
      return 'expired'
    case 'COMPLETED':
      return 'results'
    case 'CAPTURED':
      return 'waiting'
    case 'ONGOING':
      if (hints.yotiErrorCode !== undefined) return 'guidance'
      return hints.waited !== undefined && hints.waited < CONFIRMATION_WAIT ? 'waiting' : 'capture'
  }
}

export function parseHints(query: Record<string, unknown>): Hints {
  const { waited, yotiErrorCode } = query
  return {
    ...(isDigits(waited) ? { waited: Number(waited) } : {}),
    ...(yotiErrorCode === undefined ? {} : { yotiErrorCode: keepErrorCode(yotiErrorCode) }),
  }
}

/** Yoti's numeric code as text; empty for anything else, which then counts as an unknown error. */
export function keepErrorCode(value: unknown): string {
  return isDigits(value) ? value : ''
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,5}$/.test(value)
}
