import { z } from 'zod'
import { YotiProtocolError } from './errors.js'
import { describeIssues } from './describe-issues.js'

/** A string with values we know of, and room for those that Yoti adds. */
export type OpenEnum<Known extends string> = z.ZodType<Known | (string & {}), string>

/** The known values are for the type and the reader; any string passes. */
export function openEnum<const Known extends string>(...known: Known[]): OpenEnum<Known> {
  return z.string().describe(known.join(' | '))
}

/**
 * An object of Yoti's answer. Fields that we do not know are kept but not typed, so that a
 * misspelt one does not compile.
 */
export function responseObject<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  return z.looseObject(shape)
}

/** @throws YotiProtocolError that names the first unreadable field by its JSON path, never its value */
export function parseResponse<T>(schema: z.ZodType<T>, value: unknown, responseName: string): T {
  const present = omitNulls(value)
  const result = schema.safeParse(present)
  if (result.success) return result.data
  const [first = 'is unreadable'] = describeIssues(result.error, present)
  throw new YotiProtocolError(responseName, first)
}

/** To Yoti null and absent are the same; here only absent exists. Array entries stay as they are. */
function omitNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitNulls)
  if (typeof value !== 'object' || value === null) return value
  const present = Object.entries(value).filter(([, field]) => field !== null)
  return Object.fromEntries(present.map(([name, field]) => [name, omitNulls(field)]))
}
