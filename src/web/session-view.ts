import type { Session } from '../sessions/session.js'

/** If Yoti does not confirm by then, the user is offered the client again. */
export const CONFIRMATION_TIMEOUT_SECONDS = 30

/** Only hints, because anyone can change the query. */
export interface PageQuery {
  /** Seconds since the user finished in the client. */
  waited?: number
  yotiErrorCode?: string
}

export type SessionPage =
  'capture' | 'guidance' | 'waiting' | 'results' | 'expired' | 'erasing' | 'erased'

export function choosePage(session: Session, query: PageQuery): SessionPage {
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

/** Returns '' for anything but digits, which then counts as an unknown error. */
export function parseErrorCode(value: unknown): string {
  return isDigits(value) ? value : ''
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,5}$/.test(value)
}
