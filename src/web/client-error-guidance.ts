import type { Texts } from '../http/texts.js'
import { CLIENT_ERROR_CODES, type ClientErrorCode } from '../yoti/web-client.js'

/** `use-phone` is another device or browser, or the updated app; `find-document` is after finding a document; `stop` is contacting the business. */
type ErrorAction = 'retry-here' | 'start-again' | 'use-phone' | 'find-document' | 'stop'

const after = <Code extends ClientErrorCode>(codes: readonly Code[], action: ErrorAction) =>
  Object.fromEntries(codes.map((code) => [code, action])) as Record<Code, ErrorAction>

/** The texts are in `locales/en.json` under `clientErrors`. */
const ACTIONS: Readonly<Record<ClientErrorCode, ErrorAction>> = {
  ...after(['0', '1000', '3000', '3001', '3002', '3003', '4000'], 'retry-here'),
  ...after(['2000', '2001', '2002', '2003', '2004', '4001', '5002', '5009', '7001'], 'start-again'),
  ...after(['5000', '5001', '5003', '5005', '5006', '5007', '5010', '5011'], 'use-phone'),
  ...after(['5004', '5008', '6000', '6001', '6002', '6003', '7002'], 'stop'),
  ...after(['7000'], 'find-document'),
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
