/** Keeps the latest items and counts all. A limit of 0 keeps none. */
export interface RecentItems<T> {
  add(item: T): void
  list: () => readonly T[]
  count: () => number
}

export function createRecentItems<T>(limit: number): RecentItems<T> {
  const items: T[] = []
  let count = 0
  return {
    add(item) {
      count += 1
      items.push(item)
      if (items.length > limit) items.shift()
    },
    list: () => items,
    count: () => count,
  }
}
