import type { Session } from '../sessions/session.js'

/** Seconds that a landed person waits for Yoti to confirm, before the client is offered again. */
export const CONFIRMATION_TIMEOUT_SECONDS = 30

/** Hints in the page's query. They choose what to show first, never what is true. */
export interface PageQuery {
  /** Set by a landing or a message: seconds waited since the person finished. */
  waited?: number
  yotiErrorCode?: string
}

export type SessionView =
  'capture' | 'guidance' | 'waiting' | 'results' | 'expired' | 'erasing' | 'erased'

/** One URL for a session's whole life: which page it is now. */
export function chooseView(session: Session, query: PageQuery): SessionView {
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
      if (query.yotiErrorCode !== undefined) return 'guidance'
      return query.waited !== undefined && query.waited < CONFIRMATION_TIMEOUT_SECONDS
        ? 'waiting'
        : 'capture'
  }
}

export function parsePageQuery(query: Record<string, unknown>): PageQuery {
  const { waited, yotiErrorCode } = query
  return {
    ...(isDigits(waited) ? { waited: Number(waited) } : {}),
    ...(yotiErrorCode === undefined ? {} : { yotiErrorCode: parseErrorCode(yotiErrorCode) }),
  }
}

/** Yoti's numeric code as text; empty for anything else, which then counts as an unknown error. */
export function parseErrorCode(value: unknown): string {
  return isDigits(value) ? value : ''
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,5}$/.test(value)
}
