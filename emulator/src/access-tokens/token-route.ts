import type { Applications } from '../http/authenticate.js'
import type { ApiCall, Route, RouteResponse } from '../http/route.js'
import { ACCESS_TOKEN_TTL_SECONDS, type AccessTokens } from './access-tokens.js'
import {
  InvalidAssertionError,
  verifyClientAssertion,
  type AssertionMistake,
} from './client-assertion.js'
import { createExpiringMap } from './expiring-map.js'

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

const SCOPES = ['idv:sessions']
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The parameters of the form. The error is for a missing value and for one that is not accepted. */
const RULES: readonly {
  name: string
  missing: TokenErrorCode
  wrong: TokenErrorCode
  accepts: (value: string) => boolean
}[] = [
  {
    name: 'grant_type',
    missing: 'invalid_request',
    wrong: 'unsupported_grant_type',
    accepts: (value) => value === 'client_credentials',
  },
  {
    name: 'client_assertion_type',
    missing: 'invalid_request',
    wrong: 'invalid_request',
    accepts: (value) => value === ASSERTION_TYPE,
  },
  {
    name: 'client_assertion',
    missing: 'invalid_request',
    wrong: 'invalid_request',
    accepts: (value) => value !== '',
  },
  {
    name: 'scope',
    missing: 'invalid_scope',
    wrong: 'invalid_scope',
    accepts: (value) => value.split(' ').every((scope) => SCOPES.includes(scope)),
  },
]

/** Issues access tokens for client assertions (RFC 6749, section 4.4). */
export function createTokenRoute(options: TokenRouteOptions): Route {
  const { applications, accessTokens, now } = options
  const usedAssertions = createExpiringMap<true>(now)

  async function authenticateClient(assertion: string, audiences: string[]) {
    const verified = await verifyClientAssertion(assertion, {
      applications,
      audiences,
      time: now(),
    })
    const { application, id, expiresAt } = verified
    if (usedAssertions.get(id)) throw new InvalidAssertionError('reused')
    usedAssertions.set(id, true, expiresAt)
    return application
  }

  return {
    method: 'POST',
    path: TOKEN_PATH,
    auth: 'public',
    async handle(call) {
      const form = new URLSearchParams(call.body.toString())
      const problem = findFormError(form)
      if (problem !== undefined) return reject(problem)
      try {
        const assertion = form.get('client_assertion') ?? ''
        const application = await authenticateClient(assertion, listUrls(options, call))
        const json = {
          access_token: accessTokens.issue(application),
          token_type: 'Bearer',
          expires_in: ACCESS_TOKEN_TTL_SECONDS,
          scope: form.get('scope'),
        }
        return { json, headers: NO_STORE }
      } catch (err) {
        if (err instanceof InvalidAssertionError) return reject('invalid_client', err.mistake)
        throw err
      }
    },
  }
}

function findFormError(form: URLSearchParams): TokenErrorCode | undefined {
  for (const { name, missing, wrong, accepts } of RULES) {
    const [value, ...others] = form.getAll(name)
    if (others.length > 0) return 'invalid_request'
    if (value === undefined) return missing
    if (!accepts(value)) return wrong
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
