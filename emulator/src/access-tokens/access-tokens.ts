import { randomBytes } from 'node:crypto'
import type { Application } from '../application.js'

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
    findApplication: (token: string) => issued.get(token),
  }
}

/** Forgets each value when it expires. `now` and `expiresAt` are in milliseconds since 1970. */
export function createExpiringMap<T>(now: () => number) {
  const entries = new Map<string, { value: T; expiresAt: number }>()
  return {
    set(key: string, value: T, expiresAt: number): void {
      // Entries expire in about the order in which they were added.
      for (const [oldest, one] of entries) {
        if (now() < one.expiresAt) break
        entries.delete(oldest)
      }
      entries.set(key, { value, expiresAt })
    },
    get(key: string): T | undefined {
      const entry = entries.get(key)
      return entry && now() < entry.expiresAt ? entry.value : undefined
    },
  }
}
