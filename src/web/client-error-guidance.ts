import { CLIENT_ERRORS, type ClientErrorEntry, type ErrorAction } from './client-error-table.js'

export interface ClientErrorGuidance {
  /** Yoti's code, or `unknown`: never other text from the address bar. */
  code: string
  title: string
  text: string
  action: ErrorAction
  /** The label of the page's one button; absent where this browser is of no more use. */
  label?: string
  /** What to do next, as a sentence. */
  next: string
}

const ACTION_TEXTS: Readonly<Record<ErrorAction, { label?: string; next: string }>> = {
  'retry-here': { label: 'Try again', next: 'You can try again now.' },
  'start-again': { label: 'Start again', next: 'Start again. It takes a few minutes.' },
  'other-device': {
    next: 'Start again on another device or in another browser, at this address:',
  },
  stop: {
    next: 'Please ask the business that sent you here for another way to confirm who you are.',
  },
}

/** Asking for the session again costs nothing, and its page knows whether it can go on. */
const UNKNOWN_ERROR: ClientErrorEntry = {
  title: 'The check was interrupted',
  text: 'Something stopped the check. You did nothing wrong.',
  action: 'retry-here',
}

/** What to tell the end user about the code with which Yoti's client ended. */
export function getClientErrorGuidance(code: string | undefined): ClientErrorGuidance {
  const isKnown = code !== undefined && Object.hasOwn(CLIENT_ERRORS, code)
  const table: Readonly<Record<string, ClientErrorEntry>> = CLIENT_ERRORS
  const entry = (isKnown ? table[code] : undefined) ?? UNKNOWN_ERROR
  return { code: isKnown ? code : 'unknown', ...ACTION_TEXTS[entry.action], ...entry }
}
