import fc from 'fast-check'

/** `npm run fuzz` sets LONG_RUN and takes about ten minutes. */
export const NUM_REQUESTS = Number(
  process.env.FUZZ_REQUESTS ?? (process.env.LONG_RUN ? 100_000 : 400),
)
export const NUM_RUNS = Number(process.env.FUZZ_RUNS ?? (process.env.LONG_RUN ? 5000 : 60))
export const HOUR_MS = 3_600_000

/** Part of every generated text: output that contains it has leaked input. */
export const CANARY = 'marked-7f3a'

/** Valid where a text is expected. */
export const textArbitrary = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('', '0', 'null', '../../etc/passwd', '%00', '<script>', '__proto__'),
)

/** Any small JSON value with the canary in each text. */
const anyJson: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 3 }).map(addCanary)

type Path = (string | number)[]

function listPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Object.entries(value).flatMap(([key, field]) => listPaths(field, [...at, key]))
  return [at, ...inner]
}

/** The value with a few of its paths replaced, removed or repeated. */
export function mutated(whole: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    path: fc.constantFrom(...listPaths(whole)),
    value: fc.option(anyJson, { nil: undefined, freq: 4 }),
  })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let copy = structuredClone(whole)
    for (const { path, value } of changes) copy = replaceAt(copy, path, value)
    return copy
  })
}

function replaceAt(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  if (typeof whole !== 'object' || whole === null) return whole
  const copy = (Array.isArray(whole) ? [...(whole as unknown[])] : { ...whole }) as Record<
    string,
    unknown
  >
  if (!(key in copy)) return copy
  if (rest.length === 0 && value === undefined) Reflect.deleteProperty(copy, key)
  else copy[key] = replaceAt(copy[key], rest, value)
  return copy
}

function addCanary(value: unknown): unknown {
  if (typeof value === 'string') return CANARY + value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(addCanary)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, addCanary(field)]))
}
