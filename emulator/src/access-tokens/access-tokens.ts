import { randomBytes } from 'node:crypto'
import type { Application } from '../application.js'
import { createExpiringMap } from './expiring-map.js'

export const ACCESS_TOKEN_TTL_SECONDS = 3600

export type AccessTokens = ReturnType<typeof createAccessTokens>

export function createAccessTokens(now: () => number) {
  const issued = createExpiringMap<Application>(now)
  return {
    issue(application: Application): string {
      const token = randomBytes(32).toString('base64url')
      issued.set(token, application, now() + ACCESS_TOKEN_TTL_SECONDS * 1000)
      return token
    },
    findApplication: (token: string): Application | undefined => issued.get(token),
  }
}
