/**
 * Reads an object of the official SDK through its getters alone, all the way down, into plain data.
 * A getter that throws, throws here.
 */
export function readGetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readGetters)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const names = listGetters(value)
  if (names.length === 0) return value
  const holder = value as Record<string, () => unknown>
  return Object.fromEntries(names.map((name) => [name, readGetters(holder[name]?.())]))
}

function listGetters(value: object): string[] {
  const names: string[] = []
  for (let at: object = value; ;) {
    const prototype = Object.getPrototypeOf(at) as object | null
    if (prototype === null || prototype === Object.prototype) return names
    const own = Object.getOwnPropertyNames(prototype)
    names.push(...own.filter((name) => /^(get|is)[A-Z]/.test(name) && !names.includes(name)))
    at = prototype
  }
}
