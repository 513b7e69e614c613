import type { Applications } from '../http/authenticate.js'
import type { ApiCall, Route, RouteResponse } from '../http/route.js'
import { ACCESS_TOKEN_TTL_SECONDS, type AccessTokens } from './access-tokens.js'
import { createAssertionVerifier, type AssertionMistake } from './client-assertion.js'

export const TOKEN_PATH = '/v1/oauth/token'

type TokenErrorCode =
  'invalid_request' | 'invalid_scope' | 'unsupported_grant_type' | 'invalid_client'

interface TokenRouteOptions {
  applications: Applications
  accessTokens: AccessTokens
  now: () => number
  scheme: 'http' | 'https'
  /** See `EmulatorOptions`. */
  publicUrl: string | undefined
}

/** The parameters of the form, and the errors for a missing value and for another one. */
const RULES: readonly [name: string, RegExp, missing: TokenErrorCode, wrong: TokenErrorCode][] = [
  ['grant_type', /^client_credentials$/, 'invalid_request', 'unsupported_grant_type'],
  [
    'client_assertion_type',
    /^urn:ietf:params:oauth:client-assertion-type:jwt-bearer$/,
    'invalid_request',
    'invalid_request',
  ],
  ['client_assertion', /./s, 'invalid_request', 'invalid_request'],
  ['scope', /^idv:sessions( idv:sessions)*$/, 'invalid_scope', 'invalid_scope'],
]

/** Issues access tokens for client assertions (RFC 6749, section 4.4). */
export function createTokenRoute(options: TokenRouteOptions): Route {
  const verifyAssertion = createAssertionVerifier(options.applications, options.now)
  return {
    method: 'POST',
    path: TOKEN_PATH,
    auth: 'public',
    async handle(call) {
      const form = new URLSearchParams(call.body.toString())
      const problem = findFormError(form)
      if (problem !== undefined) return reject(problem)
      const assertion = form.get('client_assertion') ?? ''
      const client = await verifyAssertion(assertion, listUrls(options, call))
      if (typeof client === 'string') return reject('invalid_client', client)
      const json = {
        access_token: options.accessTokens.issue(client),
        token_type: 'Bearer',
        expires_in: ACCESS_TOKEN_TTL_SECONDS,
        scope: form.get('scope'),
      }
      return { json, headers: NO_STORE }
    },
  }
}

function findFormError(form: URLSearchParams): TokenErrorCode | undefined {
  for (const [name, pattern, missing, wrong] of RULES) {
    const [value, ...others] = form.getAll(name)
    if (others.length > 0) return 'invalid_request'
    if (value === undefined) return missing
    if (!pattern.test(value)) return wrong
  }
  return undefined
}

/** Clients may reach the endpoint at several hosts, such as 127.0.0.1 and localhost. */
function listUrls({ scheme, publicUrl }: TokenRouteOptions, { headers }: ApiCall): string[] {
  const origins = [`${scheme}://${headers.host ?? ''}`, ...(publicUrl ? [publicUrl] : [])]
  return origins.map((origin) => origin + TOKEN_PATH)
}

const NO_STORE = { 'Cache-Control': 'no-store' }

function reject(error: TokenErrorCode, assertionMistake?: AssertionMistake): RouteResponse {
  const status = error === 'invalid_client' ? 401 : 400
  return { status, json: { error }, headers: NO_STORE, code: error, assertionMistake }
}
