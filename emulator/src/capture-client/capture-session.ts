import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import type { captureBehaviourSchema } from '../checks/response-config.js'
import { captureRequirement, POLL_INTERVAL_MS } from './capture-steps.js'
import {
  ClientError,
  connectOverHttp,
  createClientApi,
  RejectedCallError,
  type ClientApi,
  type Configuration,
  type LaunchOptions,
} from './client-api.js'

/**
 * What the user does: captures these documents, in the order of the session's requirements and by
 * default the first that is allowed, and tries again while attempts are left. The user then
 * finishes, leaves, or waits until the token expires. A client error leaves immediately.
 */
export type CaptureBehaviour = z.infer<typeof captureBehaviourSchema>

export interface CaptureOptions extends LaunchOptions, CaptureBehaviour {
  /** How long to wait for the relying party's reference face, 60 by default. */
  referenceFaceTimeoutSeconds?: number
}

/** `landing` is the success or error URL of the session, if it has one. */
export type CaptureResult =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

type RunOptions = Omit<CaptureOptions, 'apiUrl' | 'clientSessionToken'>

// The session or the network is gone, so the error cannot be reported.
const UNREPORTABLE_ERROR_CODES = [2000, 2001, 2002, 3000, 3002]

/** Does over HTTP what a user does on the emulator's client page. */
export function captureSession(options: CaptureOptions): Promise<CaptureResult> {
  return runClient(createClientApi(connectOverHttp(options)), options)
}

export async function runClient(api: ClientApi, options: RunOptions): Promise<CaptureResult> {
  let configuration: Configuration | undefined
  try {
    configuration = await loadConfiguration(api, options)
    if (!(await runSteps(api, configuration, options))) return { kind: 'AWAY' }
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

/** Waits for the relying business's picture of the face, as the page does, but not for ever. */
async function loadConfiguration(
  api: ClientApi,
  { referenceFaceTimeoutSeconds: seconds = 60, signal }: RunOptions,
): Promise<Configuration> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    try {
      return await api.getConfiguration()
    } catch (err) {
      if (!(err instanceof RejectedCallError && err.code === 'SESSION_NOT_READY')) throw err
      if (performance.now() >= deadline) {
        throw new Error(
          `no picture to compare the face with came within ${seconds} s: upload it as the session's face capture`,
          { cause: err },
        )
      }
    }
    await delay(POLL_INTERVAL_MS, undefined, signal && { signal })
  }
}

/** Resolves to false when the user left without finishing. */
async function runSteps(
  api: ClientApi,
  first: Configuration,
  { documents = [], tryAgain = true, end = 'FINISH', signal }: RunOptions,
): Promise<boolean> {
  if (typeof end === 'object') throw new ClientError(end.clientError)
  if (first.capture.biometric_consent === 'REQUIRED') await api.giveConsent()
  for (let configuration = first; ; configuration = await api.getConfiguration()) {
    const { required_resources: required } = configuration.capture
    const requirement = required.find(
      ({ type, state }) => type !== 'FACE_CAPTURE' && state !== 'COMPLETE',
    )
    if (requirement !== undefined) {
      const position = required
        .filter(({ type }) => type.endsWith('_DOCUMENT'))
        .indexOf(requirement)
      const context = { api, tryAgain, signal }
      if (!(await captureRequirement(context, requirement, documents[position]))) return false
    } else if (end === 'ABANDON') {
      return false
    } else if (end === 'EXPIRE') {
      // The page checks for an expired token, and leaves with the code of the error.
      await api.advanceClock(configuration.client_session_token_ttl + 1)
      await api.getConfiguration()
      throw new Error('The client session token is still accepted after its expiry.')
    } else if (await finish(api)) {
      return true
    }
  }
}

/** Resolves to whether the session was finished; if not, another window took something back meanwhile. */
async function finish(api: ClientApi): Promise<boolean> {
  try {
    await api.finish()
    return true
  } catch (err) {
    if (err instanceof RejectedCallError && err.code === 'INCOMPLETE') return false
    throw err
  }
}

// URLSearchParams would reserialise the existing query.
function buildLanding(address: string | undefined, name: string, value: string) {
  if (address === undefined) return {}
  const url = new URL(address)
  url.search += `${url.search === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`
  return { landing: url.href }
}
