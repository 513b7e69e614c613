import type { EmulatorState } from '../emulator-state.js'
import type { Route, RouteResponse } from '../http/route.js'
import { ACCESS_TOKEN_TTL_SECONDS } from './access-tokens.js'
import { createAssertionVerifier, type AssertionMistake } from './client-assertion.js'

export const TOKEN_PATH = '/v1/oauth/token'

type TokenErrorCode =
  'invalid_request' | 'invalid_scope' | 'unsupported_grant_type' | 'invalid_client'

/** The parameters of the form, and the errors for another value and for none, invalid_request by default. */
const RULES: readonly [name: string, RegExp, wrong?: TokenErrorCode, missing?: TokenErrorCode][] = [
  ['grant_type', /^client_credentials$/, 'unsupported_grant_type'],
  ['client_assertion_type', /^urn:ietf:params:oauth:client-assertion-type:jwt-bearer$/],
  ['client_assertion', /./s],
  ['scope', /^idv:sessions( idv:sessions)*$/, 'invalid_scope', 'invalid_scope'],
]

/** Issues access tokens for client assertions (RFC 6749, section 4.4). */
export function createTokenRoute(
  { applications, accessTokens, clock }: EmulatorState,
  scheme: string,
  publicUrl: string | undefined,
): Route {
  const verifyAssertion = createAssertionVerifier(applications, clock)
  return {
    method: 'POST',
    path: TOKEN_PATH,
    auth: 'public',
    async handle({ body, headers }) {
      const form = new URLSearchParams(body.toString())
      const problem = findFormError(form)
      if (problem !== undefined) return reject(problem)
      // Clients may reach the endpoint at several hosts, such as 127.0.0.1 and localhost.
      const calledUrl = `${scheme}://${headers.host ?? ''}`
      const audience = [calledUrl, publicUrl ?? calledUrl].map((origin) => origin + TOKEN_PATH)
      const client = await verifyAssertion(form.get('client_assertion') ?? '', audience)
      if (typeof client === 'string') return reject('invalid_client', client)
      const json = {
        access_token: accessTokens.issue(client),
        token_type: 'Bearer',
        expires_in: ACCESS_TOKEN_TTL_SECONDS,
        scope: form.get('scope'),
      }
      return { json, headers: NO_STORE }
    },
  }
}

function findFormError(form: URLSearchParams): TokenErrorCode | undefined {
  for (const [name, pattern, wrong, missing] of RULES) {
    const [value, ...others] = form.getAll(name)
    if (others.length > 0) return 'invalid_request'
    if (value === undefined) return missing ?? 'invalid_request'
    if (!pattern.test(value)) return wrong ?? 'invalid_request'
  }
  return undefined
}

const NO_STORE = { 'Cache-Control': 'no-store' }

function reject(error: TokenErrorCode, assertionMistake?: AssertionMistake): RouteResponse {
  const status = error === 'invalid_client' ? 401 : 400
  return { status, json: { error }, headers: NO_STORE, code: error, assertionMistake }
}
