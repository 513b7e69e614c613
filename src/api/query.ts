import { z } from 'zod'
import { PublicError } from '../errors.js'
import { describeExpectedValue, describeIssues } from '../yoti/describe-issues.js'
import { opaqueId, sessionSchema } from './public-fields.js'

const { state, outcome } = sessionSchema.shape
const LIMIT = { type: 'integer', minimum: 1, maximum: 100, default: 50 } as const

const time = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'expected a time with its zone, such as 2030-01-31T12:00:00Z',
  })
  .transform((text) => Date.parse(text))
  .optional()

export const listQuerySchema = z
  .strictObject({
    userReference: opaqueId.optional().meta({ description: 'Finds no erased session.' }),
    state: state.optional(),
    outcome: outcome.optional(),
    createdAfter: time,
    createdBefore: time,
    limit: z
      .string()
      .regex(/^([1-9]\d?|100)$/, {
        error: `expected a whole number from ${LIMIT.minimum} to ${LIMIT.maximum}`,
      })
      .default(String(LIMIT.default))
      .transform(Number)
      .meta(LIMIT),
    cursor: z.string().optional().meta({ description: '`nextCursor` of the page before.' }),
  })
  .refine(
    ({ createdAfter = -Infinity, createdBefore = Infinity }) => createdAfter < createdBefore,
    {
      path: ['createdBefore'],
      error: 'expected a time after createdAfter, got an earlier one',
    },
  )

export const documentsQuerySchema = z.object({
  includeNonLatin: z.enum(['true', 'false']).default('false'),
})

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
