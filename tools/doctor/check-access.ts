import { LIVE_API_URL, type Target } from '#src/config/target.js'
import { YotiConnectionError, YotiResponseError } from '#src/yoti/errors.js'
import { explainConnectionError } from './explain-connection-error.js'
import { fail, ok, warn, type Finding } from './finding.js'

export const SANDBOX_API_URL = 'https://api.yoti.com/sandbox/idverify/v1'

export interface AccessCheckInput {
  target: Target
  /** The error of `probeYoti`. */
  error: unknown
  /** Whether the other API, sandbox or live, accepts the key. */
  acceptedByOtherApi?: boolean
}

export function isUnknownApplication(error: unknown): boolean {
  return (
    error instanceof YotiResponseError &&
    ['APP_NOT_FOUND', 'MESSAGE_SIGNING', 'BAD_SDK_ID'].includes(error.code)
  )
}

export function isAccepted(error: unknown): boolean {
  return error instanceof YotiResponseError && error.code === 'SESSION_NOT_FOUND'
}

export function checkAccess({
  target,
  error,
  acceptedByOtherApi = false,
}: AccessCheckInput): Finding {
  if (isAccepted(error)) return ok('accepted: Yoti knows the application and its key')
  if (acceptedByOtherApi) return fail(...WRONG_API[target === 'sandbox' ? 'sandbox' : 'live'])
  if (error instanceof YotiConnectionError) return toConnectionFinding(target, error)
  if (!(error instanceof YotiResponseError)) {
    return fail(
      'the response is not from Yoti’s API',
      `Correct YOTI_IDV_API_URL: ${LIVE_API_URL} for live, ${SANDBOX_API_URL} for the sandbox. No proxy may respond in Yoti’s place.`,
    )
  }
  return toResponseFinding(target, error)
}

type Reason = readonly [seen: string, fix: string]

const WRONG_API: Record<'sandbox' | 'live', Reason> = {
  live: [
    'rejected by live but accepted by the sandbox: this is a sandbox application',
    `Set YOTI_IDV_API_URL=${SANDBOX_API_URL}, or use the SDK id and key of a live application.`,
  ],
  sandbox: [
    'rejected by the sandbox but accepted by live: this is a live application',
    'Create a sandbox application in Yoti Hub and use its SDK id and key, or unset YOTI_IDV_API_URL to use live.',
  ],
}

const CREDENTIALS_HINT: Record<Target, string> = {
  emulator:
    'Start the emulator with the same YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH as this server: npm run emulator.',
  sandbox:
    'Compare both with the sandbox application in Yoti Hub. The keys of a live application do not work in the sandbox.',
  live: 'Compare both with the application in Yoti Hub. The keys of a sandbox application do not work on live.',
}

function toConnectionFinding(target: Target, error: YotiConnectionError): Finding {
  const { seen, fix } = explainConnectionError(error)
  return fail(
    seen,
    target === 'emulator' ? `Start the emulator: npm run emulator. Or: ${fix}` : fix,
  )
}

function toResponseFinding(target: Target, error: YotiResponseError): Finding {
  const response = `${error.status} ${error.code}`
  const supportHint =
    error.requestId === undefined ? '' : ` Quote x-request-id ${error.requestId} to Yoti’s support.`
  switch (error.code) {
    case 'APP_NOT_FOUND':
      return fail(
        `unknown application: no application has this SDK id (${response})`,
        CREDENTIALS_HINT[target],
      )
    case 'BAD_SDK_ID':
      return fail(
        `YOTI_CLIENT_SDK_ID is not a valid SDK id (${response})`,
        CREDENTIALS_HINT[target],
      )
    case 'MESSAGE_SIGNING':
      return fail(
        `wrong key: it does not belong to this application (${response})`,
        `Set YOTI_KEY_FILE_PATH to the PEM file of this SDK id. ${CREDENTIALS_HINT[target]}`,
      )
    case 'INSUFFICIENT_PERMISSION':
      return fail(
        `the application may not use identity verification (${response})`,
        `Check in Yoti Hub that it is active, belongs to your organisation and has identity verification enabled.${supportHint}`,
      )
    case 'MALFORMED_REQUEST':
      return fail(
        `Yoti received an incomplete request (${response})`,
        'Make sure that no proxy removes headers or rewrites the query.',
      )
  }
  if (error.status === 429 || error.status >= 500) {
    return warn(
      `Yoti is temporarily unavailable (${response})`,
      `Check Yoti’s status page and run this again later.${supportHint}`,
    )
  }
  return fail(
    `unexpected response for Yoti’s API (${response})`,
    `Correct YOTI_IDV_API_URL: ${LIVE_API_URL} for live, ${SANDBOX_API_URL} for the sandbox.`,
  )
}
