import { randomUUID } from 'node:crypto'
import type { Application, Target } from '#src/config/config.js'
import { findProxy } from '#src/config/network.js'
import { LIVE_API_URL } from '#src/config/schemas.js'
import {
  isSessionNotFound,
  isTransient,
  YotiConnectionError,
  YotiResponseError,
} from '#src/yoti/errors.js'
import { createSendRequest, type ApiRequest } from '#src/yoti/send-request.js'
import { fail, ok, warn, type Finding } from './check.js'
import { explainConnectionError } from './reachability.js'

/** Includes retries. */
const TIMEOUT_MS = 8000
const SANDBOX_API_URL = 'https://api.yoti.com/sandbox/idverify/v1'

/** Local time before and after a request, and the response's `Date` header. */
interface ClockReading {
  sentAt: number
  receivedAt: number
  date: string | undefined
}

/**
 * Requests a session that cannot exist, which changes nothing and costs nothing. The error
 * SESSION_NOT_FOUND proves that Yoti accepts the signature; without a response there is no `clock`.
 *
 * @param options.ca see YotiClientOptions
 */
export async function probeYoti(options: {
  application: Application
  apiUrl: string
  authUrl?: string | undefined
  ca?: string | undefined
  timeoutMs?: number
}): Promise<{ error?: unknown; clock: ClockReading | undefined }> {
  const { application, timeoutMs = TIMEOUT_MS, ...api } = options
  let sentAt = 0
  let clock: ClockReading | undefined
  const { sendRequest, close } = createSendRequest({
    ...api,
    ...application,
    findProxy,
    maxSockets: 1,
    timeoutMs,
    maxResponseBytes: 1e6,
    // Each attempt gets its timestamp immediately before it is sent.
    now: () => (sentAt = Date.now()),
    onResponse: ({ header }) => {
      clock = { sentAt, receivedAt: Date.now(), date: header('date') }
    },
  })
  const request: ApiRequest = {
    endpoint: 'GET /sessions/:sessionId',
    pathParams: { sessionId: randomUUID() },
    query: api.authUrl === undefined ? [['sdkId', application.sdkId]] : [],
  }
  try {
    await sendRequest(request, (received) => received.read())
    return { clock }
  } catch (error) {
    return { error, clock }
  } finally {
    close()
  }
}

const OTHER_API_URLS: Record<Target, string | undefined> = {
  live: SANDBOX_API_URL,
  sandbox: LIVE_API_URL,
  emulator: undefined,
}

/** Also tries the other API, because credentials of sandbox and live are often confused. */
export async function checkAccess(
  application: Application,
  target: Target,
  error: unknown,
  otherApiUrl = OTHER_API_URLS[target],
): Promise<Finding> {
  if (isSessionNotFound(error)) return ok('accepted: Yoti knows the application and its key')
  const code = error instanceof YotiResponseError ? error.code : ''
  if (otherApiUrl !== undefined && UNKNOWN_APPLICATION_CODES.includes(code)) {
    const other = await probeYoti({ application, apiUrl: otherApiUrl })
    if (isSessionNotFound(other.error)) return target === 'sandbox' ? LIVE_KEY : SANDBOX_KEY
  }
  return explainAccessError(target, error)
}

const UNKNOWN_APPLICATION_CODES = ['APP_NOT_FOUND', 'MESSAGE_SIGNING', 'BAD_SDK_ID']
const SANDBOX_KEY = fail(
  'rejected by live but accepted by the sandbox: this is a sandbox application',
  `Set YOTI_IDV_API_URL=${SANDBOX_API_URL}, or use the SDK id and key of a live application.`,
)
const LIVE_KEY = fail(
  'rejected by the sandbox but accepted by live: this is a live application',
  'Create a sandbox application in Yoti Hub and use its SDK id and key, or unset YOTI_IDV_API_URL to use live.',
)
const CREDENTIALS_HINT: Record<Target, string> = {
  emulator:
    'Start the emulator with the same YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH as this server: npm run emulator.',
  sandbox:
    'Compare both with the sandbox application in Yoti Hub. The keys of a live application do not work in the sandbox.',
  live: 'Compare both with the application in Yoti Hub. The keys of a sandbox application do not work on live.',
}
const API_URL_HINT = `Correct YOTI_IDV_API_URL: ${LIVE_API_URL} for live, ${SANDBOX_API_URL} for the sandbox.`

function explainAccessError(target: Target, error: unknown): Finding {
  if (error instanceof YotiConnectionError) {
    const { seen, fix } = explainConnectionError(error)
    return fail(
      seen,
      target === 'emulator' ? `Start the emulator: npm run emulator. Or: ${fix}` : fix,
    )
  }
  if (!(error instanceof YotiResponseError)) {
    return fail(
      'the response is not from Yoti’s API',
      `${API_URL_HINT} No proxy may respond in Yoti’s place.`,
    )
  }
  const { status, code, requestId } = error
  const supportHint =
    requestId === undefined ? '' : ` Quote x-request-id ${requestId} to Yoti’s support.`
  if (isTransient(error)) {
    return warn(
      `Yoti is temporarily unavailable (${status} ${code})`,
      `Check Yoti’s status page and run this again later.${supportHint}`,
    )
  }
  const findings: Record<string, Finding> = {
    APP_NOT_FOUND: fail(
      'unknown application: no application has this SDK id',
      CREDENTIALS_HINT[target],
    ),
    BAD_SDK_ID: fail('YOTI_CLIENT_SDK_ID is not a valid SDK id', CREDENTIALS_HINT[target]),
    MESSAGE_SIGNING: fail(
      'wrong key: it does not belong to this application',
      `Set YOTI_KEY_FILE_PATH to the PEM file of this SDK id. ${CREDENTIALS_HINT[target]}`,
    ),
    invalid_client: fail(
      'no access token: the key or SDK id is wrong',
      `Set YOTI_KEY_FILE_PATH to the PEM file of this SDK id, and check the clock. ${CREDENTIALS_HINT[target]}`,
    ),
    INSUFFICIENT_PERMISSION: fail(
      'the application may not use identity verification',
      `Check in Yoti Hub that it is active, belongs to your organisation and has identity verification enabled.${supportHint}`,
    ),
    MALFORMED_REQUEST: fail(
      'Yoti received an incomplete request',
      'Make sure that no proxy removes headers or rewrites the query.',
    ),
  }
  const finding = findings[code] ?? fail('unexpected response for Yoti’s API', API_URL_HINT)
  return { ...finding, seen: `${finding.seen} (${status} ${code})` }
}

/** Yoti does not document its tolerance; five minutes is usual for signed APIs. */
const WARN_SKEW_SECONDS = 30
const FAIL_SKEW_SECONDS = 300

export function checkClock(reading: ClockReading | undefined): Finding {
  if (reading === undefined) {
    return warn('not compared: no response', 'Fix the connection to Yoti first.')
  }
  const { sentAt, receivedAt, date = '' } = reading
  const serverTime = Date.parse(date)
  if (Number.isNaN(serverTime)) {
    return warn(
      'not compared: the response has no Date header',
      'Make sure that no proxy removes it.',
    )
  }
  // `Date` is truncated to seconds, by half a second on average.
  const ahead = Math.round(((sentAt + receivedAt) / 2 - (serverTime + 500)) / 1000)
  const skew = Math.abs(ahead)
  const seen = `${skew} s ${ahead > 0 ? 'ahead of' : 'behind'} Yoti`
  if (skew <= WARN_SKEW_SECONDS) {
    const inSync = skew === 0 ? 'in sync with Yoti' : seen
    return ok(`${inSync}; up to ${WARN_SKEW_SECONDS} s is fine`)
  }
  const fix =
    'Synchronise this machine’s clock with NTP, for example: timedatectl set-ntp true. In a virtual machine, restart the time service after a sleep.'
  return skew <= FAIL_SKEW_SECONDS
    ? warn(`${seen}; more than ${WARN_SKEW_SECONDS} s is unreliable`, fix)
    : fail(`${seen}; above ${FAIL_SKEW_SECONDS} s signed requests are usually rejected`, fix)
}
