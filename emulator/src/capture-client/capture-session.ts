import { advanceClock } from './advance-clock.js'
import { createApiCall, type LaunchOptions } from './api-call.js'
import { captureRequirement, finish, listMissingRequirements } from './capture-steps.js'
import { createClientApi } from './client-api.js'
import { ClientError } from './client-error.js'
import type { Configuration } from './configuration.js'
import { loadConfiguration } from './load-configuration.js'
import type { EndUser, StepContext } from './end-user.js'

export interface CaptureOptions extends LaunchOptions, Partial<EndUser> {
  /** After capture: finish, leave, or wait until the token expires. A client error leaves immediately. */
  end?: 'FINISH' | 'ABANDON' | 'EXPIRE' | { clientError: number }
  /** Advances the session's clock in the emulator by default. */
  advanceTime?: (seconds: number) => Promise<void>
  /** How long to wait for the relying party's reference face, 60 by default. */
  referenceFaceTimeoutSeconds?: number
}

/** `landing` is the success or error URL of the session, if it has one. */
export type CaptureResult =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

// The session or the network is gone, so the error cannot be reported.
const UNREPORTABLE_ERROR_CODES = [2000, 2001, 2002, 3000, 3002]

/** Does over HTTP what a user does on the emulator's client page. */
export async function captureSession(options: CaptureOptions): Promise<CaptureResult> {
  const {
    documents = [],
    tryAgain = true,
    signal,
    referenceFaceTimeoutSeconds: seconds = 60,
  } = options
  const api = createClientApi(createApiCall(options))
  const context = { api, endUser: { documents, tryAgain }, signal }
  let configuration: Configuration | undefined
  try {
    configuration = await loadConfiguration(api, { seconds, signal })
    if (!(await runSteps(context, configuration, options))) return { kind: 'AWAY' }
  } catch (err) {
    if (!(err instanceof ClientError)) throw err
    const { code: clientError } = err
    if (!UNREPORTABLE_ERROR_CODES.includes(clientError)) await api.reportError(clientError)
    const url = configuration?.sdk_config.error_url
    return { kind: 'LEFT', clientError, ...buildLanding(url, 'yotiErrorCode', String(clientError)) }
  }
  const url = configuration.sdk_config.success_url
  return { kind: 'FINISHED', ...buildLanding(url, 'sessionID', options.sessionId) }
}

/** Resolves to false when the user left without finishing. */
async function runSteps(
  context: StepContext,
  first: Configuration,
  options: CaptureOptions,
): Promise<boolean> {
  const { end = 'FINISH', advanceTime = (seconds: number) => advanceClock(options, seconds) } =
    options
  const { api } = context
  if (typeof end === 'object') throw new ClientError(end.clientError)
  if (first.capture.biometric_consent === 'REQUIRED') await api.giveConsent()
  for (let configuration = first; ; configuration = await api.getConfiguration()) {
    const [requirement] = listMissingRequirements(configuration)
    if (requirement !== undefined) {
      const step = await captureRequirement(context, configuration, requirement)
      if (step === 'GONE') return false
    } else if (end === 'ABANDON') {
      return false
    } else if (end === 'EXPIRE') {
      // The page checks for an expired token, and leaves with the code of the error.
      await advanceTime(configuration.client_session_token_ttl + 1)
      await api.getConfiguration()
      throw new Error('The client session token is still accepted after its expiry.')
    } else if (await finish(context)) {
      return true
    }
  }
}

// URLSearchParams would reserialise the existing query.
function buildLanding(address: string | null | undefined, name: string, value: string) {
  if (!address) return {}
  const url = new URL(address)
  url.search += `${url.search === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`
  return { landing: url.href }
}
