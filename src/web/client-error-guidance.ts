import { CLIENT_ERRORS, type ClientErrorEntry, type ErrorAction } from './client-error-table.js'

export interface ClientErrorGuidance {
  /** A code of Yoti or `unknown`, never other text from the URL. */
  code: string
  title: string
  text: string
  action: ErrorAction
  /** The label of the button. Absent if the user cannot continue in this browser. */
  label?: string
  next: string
}

const ACTION_TEXTS: Readonly<Record<ErrorAction, { label?: string; next: string }>> = {
  'retry-here': { label: 'Try again', next: 'You can try again now.' },
  'start-again': { label: 'Start again', next: 'Start again. It takes a few minutes.' },
  'start-elsewhere': {
    next: 'Start again on another device or in another browser, at this address:',
  },
  stop: {
    next: 'Please ask the business that sent you here for another way to confirm who you are.',
  },
}

/** Retrying is free, and the session's page knows whether it can continue. */
const UNKNOWN_ERROR: ClientErrorEntry = {
  title: 'The check was interrupted',
  text: 'Something stopped the check. This isn’t your fault.',
  action: 'retry-here',
}

export function getClientErrorGuidance(code: string | undefined): ClientErrorGuidance {
  const isKnown = code !== undefined && Object.hasOwn(CLIENT_ERRORS, code)
  const table: Readonly<Record<string, ClientErrorEntry>> = CLIENT_ERRORS
  const entry = (isKnown ? table[code] : undefined) ?? UNKNOWN_ERROR
  return { code: isKnown ? code : 'unknown', ...ACTION_TEXTS[entry.action], ...entry }
}
