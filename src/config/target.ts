import { z } from 'zod'
import { isLoopback, type Environment, type IsLocal } from './environment.js'

export type Target = 'emulator' | 'sandbox' | 'live'

export const LIVE_API_URL = 'https://api.yoti.com/idverify/v1'

/** The API's base URL without trailing slashes; undefined if unset. */
export function readApiUrl({ get, problems }: Environment): string | undefined {
  const text = get('YOTI_IDV_API_URL')
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.search + url.hash + url.username + url.password !== ''
  ) {
    problems.push(
      `YOTI_IDV_API_URL: expected a base URL such as ${LIVE_API_URL}. Correct it, or unset it.`,
    )
    return LIVE_API_URL
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    problems.push('YOTI_IDV_API_URL: http is accepted only on loopback. Use https.')
  }
  return text.replace(/\/+$/, '')
}

/** @param apiUrl undefined if the server starts its own emulator */
export function readTarget(
  env: Environment,
  apiUrl: string | undefined,
  baseUrl: string,
  isLocal: IsLocal,
): Target {
  const explicitTarget = env.read(
    'YOTI_TARGET',
    z.enum(['emulator', 'sandbox', 'live']).optional(),
    undefined,
    'emulator, sandbox or live',
  )
  const derived = deriveTarget(apiUrl, isLocal)
  if (apiUrl === undefined && !isLocal(new URL(baseUrl)) && explicitTarget !== 'emulator') {
    env.problems.push(
      'YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH: are missing, and YOTI_APP_BASE_URL is not on loopback. The emulator does not start there automatically, because it approves everyone. Set both, or set YOTI_TARGET=emulator.',
    )
  } else if (explicitTarget !== undefined && explicitTarget !== derived) {
    env.problems.push(
      `YOTI_TARGET: is ${explicitTarget}, but the credentials and YOTI_IDV_API_URL select ${derived}. Change one of them.`,
    )
  }
  return derived
}

function deriveTarget(apiUrl: string | undefined, isLocal: IsLocal): Target {
  if (apiUrl === undefined) return 'emulator'
  const url = new URL(apiUrl)
  if (isLocal(url)) return 'emulator'
  return url.pathname.endsWith('/sandbox/idverify/v1') ? 'sandbox' : 'live'
}
