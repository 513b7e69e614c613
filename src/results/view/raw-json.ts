/** Omits `api_key`, the relying party's key for a watchlist provider, which Yoti returns. */
export function toRawJson(value: unknown): string {
  return JSON.stringify(value, (key, field: unknown) => (key === 'api_key' ? undefined : field), 2)
}
