/** Keeps the latest items and counts all. A limit of 0 keeps none. */
export interface RecentItems<T> {
  add(item: T): void
  remove(isRemoved: (item: T) => boolean): void
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
    remove(isRemoved) {
      const kept = items.filter((item) => !isRemoved(item))
      count = kept.length === 0 ? 0 : count - (items.length - kept.length)
      items.splice(0, items.length, ...kept)
    },
    list: () => items,
    count: () => count,
  }
}
