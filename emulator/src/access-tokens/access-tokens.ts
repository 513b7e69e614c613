import { randomBytes } from 'node:crypto'
import type { Application } from '../application.js'
import type { Clock } from '../clock.js'

export const ACCESS_TOKEN_TTL_SECONDS = 3600

export type AccessTokens = ReturnType<typeof createAccessTokens>

export function createAccessTokens(clock: Clock) {
  const issued = new Map<string, Application>()
  return {
    issue(application: Application): string {
      const token = randomBytes(32).toString('base64url')
      issued.set(token, application)
      clock.setTimer(() => issued.delete(token), ACCESS_TOKEN_TTL_SECONDS * 1000)
      return token
    },
    findApplication: (token: string) => issued.get(token),
  }
}
