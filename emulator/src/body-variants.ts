/** The same JSON as common serialisers write it. Empty for a body that is not JSON. */
export function listBodyVariants(body: Buffer): Buffer[] {
  const value = parseJson(body.toString())
  if (value === undefined) return []
  const written = [value, sortKeys(value)].flatMap((one) => [
    JSON.stringify(one),
    JSON.stringify(one, null, 2),
    JSON.stringify(one, null, 4),
    JSON.stringify(one, null, '\t'),
    stringifyWithSpaces(one),
  ])
  const escaped = written.flatMap((text) => [text, escapeNonAscii(text), escapeSlashes(text)])
  const texts = [...escaped, ...escaped.map((text) => `${text}\n`)]
  return [...new Set(texts)].map((text) => Buffer.from(text)).filter((text) => !text.equals(body))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** One line with a space after each comma and colon, as Python writes it. */
function stringifyWithSpaces(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stringifyWithSpaces).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([name, one]) => `${JSON.stringify(name)}: ${stringifyWithSpaces(one)}`,
  )
  return `{${members.join(', ')}}`
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, one]) => [name, sortKeys(one)] as const)
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function escapeNonAscii(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function escapeSlashes(text: string): string {
  return text.replaceAll('/', '\\/')
}
