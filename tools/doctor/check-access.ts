import { LIVE_API_URL, type Target } from '#src/config/target.js'
import { YotiConnectionError, YotiResponseError } from '#src/yoti/errors.js'
import { explainConnectionError } from './explain-connection-error.js'
import { fail, ok, warn, type Finding } from './finding.js'

export const SANDBOX_API_URL = 'https://api.yoti.com/sandbox/idverify/v1'

export interface AccessCheckInput {
  target: Target
  /** What came of asking for a session that cannot exist; see askYoti. */
  error: unknown
  /** Whether the other of Yoti's two APIs accepts the key; asked only when this one does not. */
  acceptedByOtherApi?: boolean
}

/** The refusals that say: not this application with this key, here. */
export function isUnknownApplication(error: unknown): boolean {
  return (
    error instanceof YotiResponseError &&
    ['APP_NOT_FOUND', 'MESSAGE_SIGNING', 'BAD_SDK_ID'].includes(error.code)
  )
}

export function isAccepted(error: unknown): boolean {
  return error instanceof YotiResponseError && error.code === 'SESSION_NOT_FOUND'
}

/** Whether Yoti takes this key for this application, explained. */
export function checkAccess({
  target,
  error,
  acceptedByOtherApi = false,
}: AccessCheckInput): Finding {
  if (isAccepted(error)) return ok('accepted: Yoti knows the application and its signature')
  if (acceptedByOtherApi) return fail(...WRONG_API[target === 'sandbox' ? 'sandbox' : 'live'])
  if (error instanceof YotiConnectionError) return toConnectionFinding(target, error)
  if (!(error instanceof YotiResponseError)) {
    return fail(
      'something answers there, but not as Yoti does',
      `Correct YOTI_IDV_API_URL: ${LIVE_API_URL} for live, ${SANDBOX_API_URL} for the sandbox. A proxy in between must not answer itself.`,
    )
  }
  return toResponseFinding(target, error)
}

type Reason = readonly [seen: string, fix: string]

const WRONG_API: Record<'sandbox' | 'live', Reason> = {
  live: [
    'refused here and accepted by the sandbox: the application is one of the sandbox',
    `Set YOTI_IDV_API_URL=${SANDBOX_API_URL}, or use the SDK id and key of a live application.`,
  ],
  sandbox: [
    'refused here and accepted by the live API: the application is a live one',
    'Make a sandbox application in Yoti Hub and use its own SDK id and key, or leave YOTI_IDV_API_URL out to go live.',
  ],
}

const CREDENTIALS_HINT: Record<Target, string> = {
  emulator:
    'Start the emulator with the same YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH as this server: npm run emulator.',
  sandbox:
    'Compare both with the sandbox application in Yoti Hub; the keys of the live application do not work in the sandbox.',
  live: 'Compare both with the application in Yoti Hub; the keys of the sandbox do not work on live.',
}

function toConnectionFinding(target: Target, error: YotiConnectionError): Finding {
  const { seen, fix } = explainConnectionError(error)
  return fail(
    seen,
    target === 'emulator' ? `Start the emulator: npm run emulator. Or: ${fix}` : fix,
  )
}

function toResponseFinding(target: Target, error: YotiResponseError): Finding {
  const said = `${error.status} ${error.code}`
  const supportHint =
    error.requestId === undefined ? '' : ` Yoti’s support asks for x-request-id ${error.requestId}.`
  switch (error.code) {
    case 'APP_NOT_FOUND':
      return fail(
        `unknown application: there is none with this SDK id (${said})`,
        CREDENTIALS_HINT[target],
      )
    case 'BAD_SDK_ID':
      return fail(`YOTI_CLIENT_SDK_ID is no SDK id (${said})`, CREDENTIALS_HINT[target])
    case 'MESSAGE_SIGNING':
      return fail(
        `wrong key: it is not the one of this application (${said})`,
        `Set YOTI_KEY_FILE_PATH to the PEM file that was made with this SDK id. ${CREDENTIALS_HINT[target]}`,
      )
    case 'INSUFFICIENT_PERMISSION':
      return fail(
        `the application may not use identity verification (${said})`,
        `See in Yoti Hub that it is active, belongs to your organisation and has the product.${supportHint}`,
      )
    case 'MALFORMED_REQUEST':
      return fail(
        `the call arrived incomplete (${said})`,
        'See that no proxy in between removes headers or rewrites the query.',
      )
  }
  if (error.status === 429 || error.status >= 500) {
    return warn(
      `Yoti has trouble of its own (${said})`,
      `Run this again in a while; see Yoti’s status page.${supportHint}`,
    )
  }
  return fail(
    `not an answer that Yoti’s API gives there (${said})`,
    `Correct YOTI_IDV_API_URL: ${LIVE_API_URL} for live, ${SANDBOX_API_URL} for the sandbox.`,
  )
}
