import { z } from 'zod'
import { PublicError } from '../errors.js'
import { describeExpectedValue, describeIssues } from '../yoti/describe-issues.js'

/** @throws PublicError that names each wrong parameter */
export function parseQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const names = Object.keys(schema.shape)
  const errors = describeIssues(parsed.error, query).map(({ path, message }) => ({
    path: `query.${path}`,
    message: names.includes(path)
      ? describeSeen(message, query[path])
      : describeExpectedValue(names, path),
  }))
  throw new PublicError('VALIDATION', { errors })
}

/** A value may be personal or secret, a small number is neither. */
function describeSeen(message: string, value: unknown): string {
  if (Array.isArray(value)) return `expected one value, got ${value.length}`
  if (message.includes(', got ')) return message
  const seen = String(value)
  return `${message}, got ${/^-?\d{1,6}$/.test(seen) ? seen : `${seen.length} other characters`}`
}

/** For the OpenAPI document. */
export function describeQuery({ shape }: z.ZodObject): object[] {
  return Object.entries(shape).map(([name, field]) => {
    const { $schema: _dialect, ...schema } = z.toJSONSchema(field, { io: 'input' })
    return { name, in: 'query', schema }
  })
}
