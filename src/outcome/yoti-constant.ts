/** Returns nothing if `value` does not look like a constant, because it could be personal data. */
export function pickYotiConstant<K extends string>(
  key: K,
  value: string | undefined,
): Partial<Record<K, string>> {
  if (value === undefined || !/^[A-Z][A-Z0-9_-]{0,79}$/.test(value)) return {}
  return { [key]: value } as Partial<Record<K, string>>
}
