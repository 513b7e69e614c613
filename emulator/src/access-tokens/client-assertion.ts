import { decodeJwt, jwtVerify, type errors } from 'jose'
import type { Application } from '../application.js'

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

export class InvalidAssertionError extends Error {
  readonly mistake: AssertionMistake

  constructor(mistake: AssertionMistake) {
    super(ASSERTION_MISTAKES[mistake])
    this.name = 'InvalidAssertionError'
    this.mistake = mistake
  }
}

interface VerifiedAssertion {
  application: Application
  /** Unique for the application. */
  id: string
  expiresAt: number
}

const MAX_LIFETIME_SECONDS = 1800

/** By the code or the claim of an error of `jose`. */
const MISTAKES: Partial<Record<string, AssertionMistake>> = {
  aud: 'audience',
  ERR_JWT_EXPIRED: 'expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
}

/**
 * Verifies a JWT by which a client authenticates (RFC 7523).
 *
 * @param options `audiences` are alternatives, `time` is in milliseconds
 * @throws InvalidAssertionError
 */
export async function verifyClientAssertion(
  assertion: string,
  options: {
    applications: ReadonlyMap<string, Application>
    audiences: string[]
    time: number
  },
): Promise<VerifiedAssertion> {
  const { applications, audiences: audience, time } = options
  const { iss, sub } = await rethrow(() => decodeJwt(assertion))
  const [issuer, subject] = [iss, sub].map((claim) => String(claim).toLowerCase())
  if (issuer !== subject || !subject?.startsWith('sdk:')) throw new InvalidAssertionError('subject')
  const application = applications.get(subject.slice('sdk:'.length))
  if (application === undefined) throw new InvalidAssertionError('unknown-application')
  const { payload } = await rethrow(() =>
    jwtVerify(assertion, application.publicKey, {
      algorithms: ['PS384'],
      audience,
      currentDate: new Date(time),
      requiredClaims: ['jti', 'iat', 'exp'],
    }),
  )
  const { jti = '', iat = 0, exp = 0 } = payload
  if (typeof jti !== 'string' || jti === '') throw new InvalidAssertionError('malformed')
  if (exp - iat > MAX_LIFETIME_SECONDS) throw new InvalidAssertionError('lifetime')
  return { application, id: `${subject} ${jti}`, expiresAt: exp * 1000 }
}

async function rethrow<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (err) {
    const { code = '', claim = '' } = err as Partial<errors.JWTClaimValidationFailed>
    throw new InvalidAssertionError(MISTAKES[code] ?? MISTAKES[claim] ?? 'malformed')
  }
}
