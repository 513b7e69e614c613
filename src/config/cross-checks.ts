import { validate as isUuid } from 'uuid'
import { isSqlite, isUnprotected } from './database-url.js'
import { isInsecure } from './network.js'
import { GENERATE_WEBHOOK_SECRET } from './schemas.js'
import type { Values, VariableName } from './variables.js'

export interface CrossCheckInput {
  /** With the derived defaults. */
  values: Values & {
    YOTI_APP_BASE_URL: string
    RESOURCES_TTL: number
    PUBLIC_START: boolean
    OWNER_IDLE_TIMEOUT: number
  }
  /** Also for a variable whose value is invalid. */
  isSet: (name: VariableName) => boolean
  /** Whether a URL is on this machine and unreachable from the internet. */
  isLocal: (url: string) => boolean
  /** undefined if the server starts its own emulator. */
  apiUrl: string | undefined
  target: string
  notificationsEnabled: boolean
}

/** The texts that apply. */
const selectTexts = (rules: Record<string, boolean>) =>
  Object.keys(rules).filter((text) => rules[text])

/** Contradictions between variables: the server does not start. */
export function findContradictions(input: CrossCheckInput): string[] {
  const { values, isSet, isLocal, apiUrl, target } = input
  const { YOTI_APP_BASE_URL: baseUrl, YOTI_TARGET: explicitTarget } = values
  const isSelfSigned = values.HTTPS === 'self-signed'
  const hasKey = isSet('YOTI_KEY') || isSet('YOTI_KEY_FILE_PATH')
  const hasCredentials = hasKey || isSet('YOTI_CLIENT_SDK_ID')
  const needsExplicitEmulator = apiUrl === undefined && !isLocal(baseUrl)
  const minResourcesTtl = getMinResourcesTtl(values.CLIENT_SESSION_TOKEN_TTL)
  return selectTexts({
    'YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH: are missing, but YOTI_IDV_API_URL is set. Set both to an application of that API, or unset YOTI_IDV_API_URL to use the built-in emulator.':
      !hasCredentials && isSet('YOTI_IDV_API_URL'),
    'YOTI_CLIENT_SDK_ID: is missing, but a key is set. Set it to the SDK id of the application that the key belongs to, or unset the key.':
      hasKey && !isSet('YOTI_CLIENT_SDK_ID'),
    'YOTI_KEY_FILE_PATH: is missing, but YOTI_CLIENT_SDK_ID is set. Set it to the path of the PEM file from Yoti Hub, or set YOTI_KEY to its content.':
      isSet('YOTI_CLIENT_SDK_ID') && !hasKey,
    'YOTI_KEY and YOTI_KEY_FILE_PATH: are both set. Unset one of them.':
      isSet('YOTI_KEY') && isSet('YOTI_KEY_FILE_PATH'),
    'YOTI_IDV_API_URL: http is accepted only on loopback. Use https.':
      apiUrl !== undefined && isInsecure(apiUrl),
    'YOTI_AUTH_URL: http is accepted only on loopback. Use https.':
      values.YOTI_AUTH_URL !== undefined && isInsecure(values.YOTI_AUTH_URL),
    'YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH: are missing, and YOTI_APP_BASE_URL is not on loopback. The emulator does not start there automatically, because it approves everyone. Set both, or set YOTI_TARGET=emulator.':
      needsExplicitEmulator && explicitTarget !== 'emulator',
    [`YOTI_TARGET: is ${explicitTarget ?? ''}, but the credentials and YOTI_IDV_API_URL select ${target}. Change one of them.`]:
      !needsExplicitEmulator && explicitTarget !== undefined && explicitTarget !== target,
    'RESULTS_PAGE: is debug, but the credentials and YOTI_IDV_API_URL select live. Set it to full or outcome, because debug shows users what is for staff.':
      values.RESULTS_PAGE === 'debug' && target === 'live',
    'BUSINESS_NAME and BRAND_FILE: are both set. Unset BUSINESS_NAME, because the file contains the name.':
      isSet('BUSINESS_NAME') && isSet('BRAND_FILE'),
    'OPS_PORT: is the same as PORT. Choose another port, or unset it to share PORT.':
      values.OPS_PORT === values.PORT,
    'REQUEST_TIMEOUT: is shorter than HEADERS_TIMEOUT, but the headers are part of the request. Increase it, or unset both.':
      values.REQUEST_TIMEOUT < values.HEADERS_TIMEOUT,
    'EMULATOR_PORT: is the same as PORT. Choose another port, for example 4000.':
      apiUrl === undefined && values.PORT === values.EMULATOR_PORT,
    'EMULATOR_PORT: is the same as OPS_PORT. Choose another port, for example 4000.':
      apiUrl === undefined && values.OPS_PORT === values.EMULATOR_PORT,
    'HTTPS: self-signed is for development only, but the credentials and YOTI_IDV_API_URL select live. Unset HTTPS, and let a proxy with a trusted certificate terminate TLS.':
      isSelfSigned && target === 'live',
    'HTTPS: self-signed has no effect with WORKER_ONLY, which serves no pages. Unset one of them.':
      isSelfSigned && values.WORKER_ONLY,
    'HTTPS: is self-signed, but YOTI_APP_BASE_URL starts with http:. Change it to https:, or unset it.':
      isSelfSigned && baseUrl.startsWith('http:'),
    'WORKER_ONLY: needs PostgreSQL, because SQLite supports one process only. Set DATABASE_URL to the web process’s postgres:// URL, or unset WORKER_ONLY.':
      values.WORKER_ONLY && isSqlite(values.DATABASE_URL),
    'WORKER_ONLY: needs the web process’s Yoti credentials, because an emulator of its own would not have the web process’s sessions. Set YOTI_CLIENT_SDK_ID, YOTI_KEY_FILE_PATH and YOTI_IDV_API_URL as for the web process.':
      values.WORKER_ONLY && apiUrl === undefined,
    'APP_SECRET: is missing, but required because YOTI_APP_BASE_URL is not on loopback. Generate one with "openssl rand -base64 32", and use the same for every instance.':
      !isSet('APP_SECRET') && !isLocal(baseUrl),
    [`OUTCOME_WEBHOOK_SECRET: is missing, but OUTCOME_WEBHOOK_URL is set. ${GENERATE_WEBHOOK_SECRET}`]:
      isSet('OUTCOME_WEBHOOK_URL') && !isSet('OUTCOME_WEBHOOK_SECRET'),
    'OUTCOME_WEBHOOK_URL: is missing, but OUTCOME_WEBHOOK_SECRET is set. Set it to the URL that receives outcomes, or unset the secret.':
      isSet('OUTCOME_WEBHOOK_SECRET') && !isSet('OUTCOME_WEBHOOK_URL'),
    [`RESOURCES_TTL: expected whole seconds, ${minResourcesTtl} or more, because Yoti requires a day more than CLIENT_SESSION_TOKEN_TTL. Correct it, or unset it.`]:
      values.RESOURCES_TTL < minResourcesTtl,
  })
}

/** Settings that are probably a mistake. */
export function findWarnings(input: CrossCheckInput): string[] {
  const { values, isSet, isLocal } = input
  const {
    YOTI_APP_BASE_URL: baseUrl,
    YOTI_CLIENT_SDK_ID: sdkId,
    ERASE_AFTER: eraseAfterMs,
  } = values
  const servesPages = !values.WORKER_ONLY
  const hasNoCallers = servesPages && !hasApiCallers(isSet)
  return selectTexts({
    'YOTI_CLIENT_SDK_ID is not a UUID, but every SDK id in Yoti Hub is one. Copy it again from there.':
      sdkId !== undefined && !isUuid(sdkId),
    'YOTI_AUTH_URL has no effect, because YOTI_AUTH is digest. Set YOTI_AUTH=bearer, or unset it.':
      isSet('YOTI_AUTH_URL') && values.YOTI_AUTH === 'digest',
    'CLIENT_SESSION_TOKEN_TTL is under 900 seconds: Yoti warns users when less than ten minutes are left. Set 900 or more.':
      values.CLIENT_SESSION_TOKEN_TTL < 900,
    'OWNER_IDLE_TIMEOUT is shorter than CLIENT_SESSION_TOKEN_TTL: a user who takes long in Yoti’s client cannot return to the session. Set at least as many seconds.':
      values.OWNER_IDLE_TIMEOUT < values.CLIENT_SESSION_TOKEN_TTL,
    'ERASE_AFTER: is shorter than ten minutes, so a session may be erased before its user sees the outcome and returns to your site. Use PT10M or more.':
      eraseAfterMs !== undefined && eraseAfterMs < 10 * 60 * 1000,
    'Yoti cannot send notifications to YOTI_APP_BASE_URL, so sessions are refreshed by polling only. Set YOTI_APP_BASE_URL to an https origin whose certificate Yoti trusts.':
      !input.notificationsEnabled,
    'APP_SECRET is not set, but DATABASE_URL is PostgreSQL: each machine or folder generates its own secret, and processes with different secrets cannot read each other’s tokens. Generate one with "openssl rand -base64 32", and use the same for every process on this database.':
      !isSet('APP_SECRET') && isLocal(baseUrl) && !isSqlite(values.DATABASE_URL),
    'DATABASE_URL crosses a network without TLS that verifies the server: others on the network can read and change the data. Add sslmode=verify-full, and sslrootcert=<path of the CA certificate> for a private authority.':
      isUnprotected(values.DATABASE_URL),
    'RATE_LIMIT is off on live: neither guessing nor the number of billed sessions is limited. Unset it.':
      input.target === 'live' && !values.RATE_LIMIT,
    'BUSINESS_NAME is not set on live: the pages do not say which business checks the user, which data protection law requires. Set it, or BRAND_FILE.':
      servesPages && input.target === 'live' && !isSet('BUSINESS_NAME') && !isSet('BRAND_FILE'),
    'YOTI_APP_BASE_URL is http and not on loopback: browsers deny such pages the camera. Use https.':
      servesPages && isInsecure(baseUrl),
    'TRUST_PROXY is 0, but YOTI_APP_BASE_URL is https, which needs a proxy in front: rate limits treat all users as one address. Set it to the number of proxies.':
      servesPages &&
      baseUrl.startsWith('https:') &&
      values.HTTPS === 'off' &&
      values.TRUST_PROXY === 0,
    'PUBLIC_START is off and there is no API caller, so no session can be started. Set API_KEYS or CALLERS_FILE, or PUBLIC_START=on.':
      hasNoCallers && !values.PUBLIC_START,
    'RETURN_URL_ORIGINS has no effect: only the JSON API accepts a returnUrl, and there is no API caller. Set API_KEYS or CALLERS_FILE, or unset it.':
      hasNoCallers && (values.RETURN_URL_ORIGINS ?? []).length > 0,
  })
}

/** Whether a signup backend may use the JSON API. */
export function hasApiCallers(isSet: CrossCheckInput['isSet']): boolean {
  return isSet('API_KEYS') || isSet('CALLERS_FILE')
}

/** Seconds. Yoti requires a day more. */
export function getMinResourcesTtl(clientSessionTokenTtl: number): number {
  return clientSessionTokenTtl + 86_400
}
