import type { Texts } from '../http/texts.js'
import { CLIENT_ERROR_CODES, type ClientErrorCode } from '../yoti/web-client.js'

/** `start-elsewhere` is another device or browser, or the updated app; `stop` is contacting the business. */
export const ERROR_ACTIONS = ['retry-here', 'start-again', 'start-elsewhere', 'stop'] as const
type ErrorAction = (typeof ERROR_ACTIONS)[number]

/** The texts are in `locales/en.json` under `clientErrors`. */
const ACTIONS: Readonly<Record<ClientErrorCode, ErrorAction>> = {
  '0': 'retry-here',
  '1000': 'retry-here',
  '2000': 'start-again',
  '2001': 'start-again',
  '2002': 'start-again',
  '2003': 'start-again',
  '2004': 'start-again',
  '3000': 'retry-here',
  '3001': 'retry-here',
  '3002': 'retry-here',
  '3003': 'retry-here',
  '4000': 'retry-here',
  '4001': 'start-again',
  '5000': 'start-elsewhere',
  '5001': 'start-elsewhere',
  '5002': 'start-again',
  '5003': 'start-elsewhere',
  '5004': 'stop',
  '5005': 'start-elsewhere',
  '5006': 'start-elsewhere',
  '5007': 'start-elsewhere',
  '5008': 'stop',
  '5009': 'start-again',
  '5010': 'start-elsewhere',
  '5011': 'start-elsewhere',
  '6000': 'stop',
  '6001': 'stop',
  '6002': 'stop',
  '6003': 'stop',
  '7000': 'stop',
  '7001': 'start-again',
  '7002': 'stop',
}

/** @param from the URL, whose text is never repeated */
export function getClientErrorGuidance(from: string | undefined, { t, find }: Texts) {
  const code = CLIENT_ERROR_CODES.find((known) => known === from) ?? 'unknown'
  // Retrying is free, and the session's page knows whether it can continue.
  const action = code === 'unknown' ? 'retry-here' : ACTIONS[code]
  return {
    code,
    action,
    title: t(`clientErrors.${code}.title`),
    text: t(`clientErrors.${code}.text`),
    next: find(`clientErrors.${code}.next`) ?? t(`guidance.${action}.next`),
  }
}
