import fc from 'fast-check'

// Any characters, because the signature covers bytes.
export const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
export const manualCheck = fc.constantFrom('ALWAYS' as const, 'FALLBACK' as const, 'NEVER' as const)
export const countryCodes = fc.uniqueArray(fc.constantFrom('GBR', 'FRA', 'IND', 'USA'), {
  minLength: 1,
})
export const documentTypes = fc.uniqueArray(
  fc.constantFrom('PASSPORT', 'DRIVING_LICENCE', 'NATIONAL_ID', 'STATE_ID'),
  { minLength: 1 },
)
export const listType = fc.constantFrom('sanction', 'pep', 'pep-class-2', 'a-list-of-tomorrow')
export const inclusion = fc.constantFrom('WHITELIST' as const, 'BLACKLIST' as const)
export const constantFrom = <const Values extends [string, ...string[]]>(...values: Values) =>
  fc.constantFrom<Values[number]>(...values)

/** A check or a task. */
export const requestedItem = <Type extends string, Config>(
  type: Type,
  config: fc.Arbitrary<Config>,
) => fc.record({ type: fc.constant(type), config })
