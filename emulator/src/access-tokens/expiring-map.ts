/** Forgets each value when it expires. `now` and `expiresAt` are in milliseconds since 1970. */
export function createExpiringMap<T>(now: () => number) {
  const entries = new Map<string, { value: T; expiresAt: number }>()

  /** Entries expire in about the order in which they were added. */
  function removeExpired(): void {
    for (const [key, { expiresAt }] of entries) {
      if (now() < expiresAt) return
      entries.delete(key)
    }
  }

  return {
    set(key: string, value: T, expiresAt: number): void {
      removeExpired()
      entries.set(key, { value, expiresAt })
    },
    get(key: string): T | undefined {
      const entry = entries.get(key)
      return entry !== undefined && now() < entry.expiresAt ? entry.value : undefined
    },
  }
}
