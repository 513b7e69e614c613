import { advanceClock } from './advance-clock.js'
import { createCall, type Launch } from './call.js'
import { captureRequirement, finish, listLacking } from './capture-steps.js'
import { createClientApi } from './client-api.js'
import { ClientError } from './client-error.js'
import type { Configuration } from './configuration.js'
import { loadConfiguration } from './load-configuration.js'
import type { Person, StepContext } from './person.js'

export interface CaptureOptions extends Launch, Partial<Person> {
  /** When everything is captured: finishes, goes away, or stays until the token is too old. Or leaves at once. */
  end?: 'FINISH' | 'ABANDON' | 'EXPIRE' | { clientError: number }
  /** Lets this many seconds pass. The emulator's own clock, unless a test has another. */
  passTime?: (seconds: number) => Promise<void>
  /** How many seconds to wait for the picture that the relying business owes; 60 unless said. */
  pictureWithin?: number
}

/** How the page ended; `landing` is where it went, when the session names an address. */
export type CaptureEnd =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

// Whoever was refused or got no answer could not report that either.
const UNREPORTABLE = [2000, 2001, 2002, 3000, 3002]

/** Does over HTTP what a person does in the emulator's client page. */
export async function captureSession(options: CaptureOptions): Promise<CaptureEnd> {
  const { documents = [], tryAgain = true, signal, pictureWithin: seconds = 60 } = options
  const api = createClientApi(createCall(options))
  const context = { api, person: { documents, tryAgain }, signal }
  let configuration: Configuration | undefined
  try {
    configuration = await loadConfiguration(api, { seconds, signal })
    if (!(await travel(context, configuration, options))) return { kind: 'AWAY' }
  } catch (err) {
    if (!(err instanceof ClientError)) throw err
    const { code: clientError } = err
    if (!UNREPORTABLE.includes(clientError)) await api.reportError(clientError)
    const url = configuration?.sdk_config.error_url
    return { kind: 'LEFT', clientError, ...land(url, 'yotiErrorCode', String(clientError)) }
  }
  const url = configuration.sdk_config.success_url
  return { kind: 'FINISHED', ...land(url, 'sessionID', options.sessionId) }
}

/** Resolves to whether the person finished; false when she went away. */
async function travel(
  context: StepContext,
  first: Configuration,
  options: CaptureOptions,
): Promise<boolean> {
  const { end = 'FINISH', passTime = (seconds: number) => advanceClock(options, seconds) } = options
  const { api } = context
  if (typeof end === 'object') throw new ClientError(end.clientError)
  if (first.capture.biometric_consent === 'REQUIRED') await api.giveConsent()
  for (let configuration = first; ; configuration = await api.getConfiguration()) {
    const [requirement] = listLacking(configuration)
    if (requirement !== undefined) {
      const step = await captureRequirement(context, configuration, requirement)
      if (step === 'GONE') return false
    } else if (end === 'ABANDON') {
      return false
    } else if (end === 'EXPIRE') {
      // The page asks once more when the token should be dead; the refusal says how to leave.
      await passTime(configuration.client_session_token_ttl + 1)
      await api.getConfiguration()
      throw new Error('the client session token is taken after its time, too')
    } else if (await finish(context)) {
      return true
    }
  }
}

// The query that is there already stays as it was written.
function land(address: string | null | undefined, name: string, value: string) {
  if (!address) return {}
  const url = new URL(address)
  url.search += `${url.search === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`
  return { landing: url.href }
}
