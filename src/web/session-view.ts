import type { PageContext } from '../http/pages.js'
import type { Texts } from '../http/texts.js'
import { isErasureRequested, isOnPhone, type Session } from '../sessions/session.js'

/** If Yoti does not confirm by then, the user is offered the client again. */
const CONFIRMATION_TIMEOUT_SECONDS = 30

/** Only hints, because anyone can change the query. */
export type PageQuery = ReturnType<typeof parsePageQuery>

export type SessionPage = ReturnType<typeof choosePage>

/** @param isPhone sees only the capture, and its end */
export function choosePage(session: Session, query: PageQuery, isPhone = false) {
  if (isPhone && (session.state !== 'ONGOING' || isErasureRequested(session))) return 'phone-end'
  if (session.state === 'ERASED') return 'erased'
  if (isErasureRequested(session)) return 'erasing'
  switch (session.state) {
    case 'EXPIRED':
      return 'expired'
    case 'COMPLETED':
      return 'results'
    case 'CAPTURED':
      return 'waiting'
    case 'ONGOING':
      if (query.yotiErrorCode !== undefined) return 'guidance'
      if (query.waited !== undefined && query.waited < CONFIRMATION_TIMEOUT_SECONDS)
        return 'waiting'
      if (isPhone || query.skipsIntro) return 'capture'
      if (isOnPhone(session)) return 'phone-follow'
      // The start page has explained the check to the others.
      return session.callerHash === undefined || query.waited !== undefined ? 'capture' : 'intro'
  }
}

export function parsePageQuery(query: Record<string, unknown>) {
  const { waited, yotiErrorCode, country } = query
  return {
    /** Past the explanation after a handover. */
    skipsIntro: query.continue === undefined ? undefined : true,
    stopped: query.stop === undefined ? undefined : true,
    /** Seconds since the user finished in the client. */
    waited: isDigits(waited) ? Number(waited) : undefined,
    country,
    yotiErrorCode: yotiErrorCode === undefined ? undefined : parseErrorCode(yotiErrorCode),
  }
}

/** Returns '' for anything but digits, which then counts as an unknown error. */
export function parseErrorCode(value: unknown): string {
  return isDigits(value) ? value : ''
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,5}$/.test(value)
}

const REFRESH_SECONDS = 20

/** For browsers without scripts, where the user may stop the page from reloading (WCAG 2.2.2). */
export function toRefreshView(
  session: Session,
  { waited, stopped }: PageQuery,
  url: PageContext['url'],
) {
  const path = url(`/sessions/${session.sessionId}`)
  const refresh = stopped ? {} : { seconds: REFRESH_SECONDS }
  if (session.state !== 'ONGOING' || waited === undefined)
    return { ...refresh, url: path, stopUrl: `${path}?stop=1`, timeoutSeconds: 0 }
  return {
    ...refresh,
    url: `${path}?waited=${waited + REFRESH_SECONDS}`,
    stopUrl: `${path}?waited=${waited}&stop=1`,
    timeoutSeconds: CONFIRMATION_TIMEOUT_SECONDS - waited,
  }
}

/** Adds only the session id, because URLs end up in logs. The business may have signed the rest. */
export function buildReturnUrl({ returnUrl, sessionId }: Session): string | undefined {
  if (returnUrl === undefined) return undefined
  const [, address = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(returnUrl) ?? []
  const separator = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?'
  return `${address}${separator}sessionId=${sessionId}${fragment}`
}

/** The steps on the waiting page: the requested checks, then those that Yoti added. */
export function toProgressSteps(
  { checks, outcomeCriteria }: Pick<Session, 'checks' | 'outcomeCriteria'>,
  texts: Texts,
) {
  const requestedTypes = (outcomeCriteria.requested_checks ?? []).map((check) => check.type)
  const types = new Set([...requestedTypes, ...checks.map((check) => check.type)])
  return [...types].map((type) => {
    const states = checks.filter((check) => check.type === type).map((check) => check.state)
    const state = getStepState(states)
    return {
      type,
      title: texts.label('check', type),
      state,
      label: texts.t(`waiting.steps.${state}`),
    }
  })
}

function getStepState(states: readonly string[]): 'waiting' | 'running' | 'done' {
  if (states.length === 0) return 'waiting'
  const ended = states.every((state) => state === 'DONE' || state === 'INTERNAL_ERROR')
  return ended ? 'done' : 'running'
}
