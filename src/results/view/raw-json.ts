/** Yoti's own names and values. The relying business's key for a watchlist provider comes back among them: never that. */
export function toRawJson(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => (key === 'api_key' ? undefined : each), 2)
}
