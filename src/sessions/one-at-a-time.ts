/** Runs what has the same key one after another, and what has not side by side. */
export function createOneAtATime() {
  const last = new Map<string, Promise<unknown>>()
  return async <T>(key: string, run: () => Promise<T>): Promise<T> => {
    const previous = last.get(key) ?? Promise.resolve()
    const mine = previous.then(run, run)
    last.set(key, mine)
    try {
      return await mine
    } finally {
      if (last.get(key) === mine) last.delete(key)
    }
  }
}
