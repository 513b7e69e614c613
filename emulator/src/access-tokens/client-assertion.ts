import { decodeJwt, jwtVerify, type errors } from 'jose'
import type { Application } from '../application.js'
import type { Clock } from '../clock.js'

/** Responses contain only `invalid_client`. These explain it in the inbox. */
export const ASSERTION_MISTAKES = {
  malformed: 'The client assertion is not a JWT with the claims iss, sub, aud, jti, iat and exp.',
  subject: 'iss and sub of the client assertion must both be sdk: and the SDK id.',
  'unknown-application':
    'The emulator has no application with the SDK id in sub. Use the SDK id that it was started with.',
  algorithm: 'The client assertion is not signed with PS384 (RSA-PSS with SHA-384).',
  signature: 'The client assertion is signed with another private key.',
  audience: 'aud of the client assertion must be the URL of this endpoint.',
  expired: 'The client assertion has expired. Create a new one for each request.',
  lifetime: 'exp of the client assertion is more than 1800 seconds after iat.',
  reused: 'The jti of the client assertion was used before. Create a new one for each request.',
} as const

export type AssertionMistake = keyof typeof ASSERTION_MISTAKES

const MAX_LIFETIME_SECONDS = 1800

/** By the code or the claim of an error of `jose`. */
const MISTAKES: Partial<Record<string, AssertionMistake>> = {
  aud: 'audience',
  ERR_JWT_EXPIRED: 'expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
}

/** Verifies JWTs by which clients authenticate (RFC 7523), each only once. */
export function createAssertionVerifier(
  applications: ReadonlyMap<string, Application>,
  clock: Clock,
) {
  const used = new Set<string>()

  /** Resolves to the application of the client, or to the mistake. The audiences are alternatives. */
  return async (assertion: string, audience: string[]): Promise<Application | AssertionMistake> => {
    try {
      const { iss, sub } = decodeJwt(assertion)
      const [issuer, subject] = [iss, sub].map((claim) => String(claim).toLowerCase())
      if (issuer !== subject || !subject?.startsWith('sdk:')) return 'subject'
      const application = applications.get(subject.slice('sdk:'.length))
      if (application === undefined) return 'unknown-application'
      const { payload } = await jwtVerify(assertion, application.publicKey, {
        algorithms: ['PS384'],
        audience,
        currentDate: new Date(clock.now()),
        requiredClaims: ['jti', 'iat', 'exp'],
      })
      const { jti = '', iat = 0, exp = 0 } = payload
      if (typeof jti !== 'string' || jti === '') return 'malformed'
      if (exp - iat > MAX_LIFETIME_SECONDS) return 'lifetime'
      // An id is unique for the application only.
      const id = `${subject} ${jti}`
      if (used.has(id)) return 'reused'
      used.add(id)
      clock.setTimer(() => used.delete(id), exp * 1000 - clock.now())
      return application
    } catch (err) {
      const { code = '', claim = '' } = err as Partial<errors.JWTClaimValidationFailed>
      return MISTAKES[code] ?? MISTAKES[claim] ?? 'malformed'
    }
  }
}
