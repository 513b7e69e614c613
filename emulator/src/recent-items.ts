/** Keeps the latest items and counts all. A limit of 0 keeps none. */
export function createRecentItems<T>(limit: number) {
  const items: T[] = []
  let count = 0
  return {
    add(item: T): void {
      count += 1
      items.push(item)
      if (items.length > limit) items.shift()
    },
    remove: (isRemoved: (item: T) => boolean): void => {
      const kept = items.filter((item) => !isRemoved(item))
      count = kept.length === 0 ? 0 : count - (items.length - kept.length)
      items.splice(0, items.length, ...kept)
    },
    list: (): readonly T[] => items,
    count: () => count,
  }
}
