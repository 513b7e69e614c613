import { z } from 'zod'
import { describeIssues, formatPath, getValueAtPath } from './describe-issues.js'
import { YotiProtocolError } from './errors.js'

/** A string with known values that also accepts new ones. */
export type OpenEnum<Known extends string> = z.ZodType<Known | (string & {}), string>

/** Accepts any string. The known values document the field and its type. */
export function openEnum<const Known extends string>(...known: Known[]): OpenEnum<Known> {
  return z.string().describe(known.join(' | '))
}

/** An object of Yoti's response. Keeps unknown fields untyped, so that misspelt names do not compile. */
export function responseObject<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  return z.looseObject(shape)
}

/** Fields of an object that may be absent. */
export function optional<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).exactPartial().shape
}

/** An object of Yoti's response of which any field may be absent. */
export function partialObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return responseObject(optional(shape))
}

/** Like `createReadablePartsParser`, for responses of which only the readable parts matter. */
export function createParser<T>(schema: z.ZodType<T>, responseName: string) {
  const parse = createReadablePartsParser(schema, responseName)
  return (response: unknown): T => parse(response).value
}

/**
 * Creates a parser that leaves out what it cannot read: an odd field, or the object that lacks a required one. So one odd
 * field never loses the whole response.
 *
 * @param responseName the first part of error messages, for example `session result`
 * @returns a function that returns the value and the JSON paths of what was left out. If nothing remains, it throws a
 *   YotiProtocolError with the JSON path of an unreadable field, never its value
 */
export function createReadablePartsParser<T>(schema: z.ZodType<T>, responseName: string) {
  return (response: unknown): { value: T; unreadable: readonly string[] } => {
    const unreadable = new Set<string>()
    for (let parts = omitAbsent(response); ; parts = omitAbsent(parts)) {
      const result = schema.safeParse(parts)
      if (result.success) return { value: result.data, unreadable: [...unreadable] }
      for (const issue of result.error.issues) {
        const removed = convertOrRemove(parts, issue)
        if (removed?.length === 0) {
          const [described] = describeIssues(result.error, parts)
          throw new YotiProtocolError(responseName, `${described?.path}: ${described?.message}`)
        }
        if (removed !== undefined) unreadable.add(formatPath(removed))
      }
    }
  }
}

/** @returns the path of what it removed, empty if it had to remove everything, or undefined if it removed nothing */
function convertOrRemove(root: unknown, issue: z.core.$ZodIssue): PropertyKey[] | undefined {
  const { path } = issue
  const value = getValueAtPath(root, path)
  const converted = convertValue(value, issue)
  const changed = value === undefined ? path.slice(0, -1) : path
  const key = changed.at(-1)
  if (key === undefined) return []
  const parent = getValueAtPath(root, changed.slice(0, -1))
  // An earlier issue may have removed it.
  if (typeof parent !== 'object' || parent === null) return undefined
  Object.assign(parent, { [key]: converted })
  return converted === undefined ? changed : undefined
}

/** Other forms that official SDKs read, too (docs/decisions/0006-yoti-client.md). */
function convertValue(value: unknown, issue: z.core.$ZodIssue): unknown {
  // A state is one of Yoti's words.
  if (issue.code !== 'invalid_type' || issue.path.at(-1) === 'state') return undefined
  switch (issue.expected) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : undefined
    case 'object':
    case 'record':
      if (typeof value !== 'string') return undefined
      return issue.path.at(-1) === 'source' ? { type: value } : parseObject(value)
    default:
      return undefined
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * A copy without fields that are null, which Yoti treats like absent ones, and without what was removed. An entry that
 * is null is unreadable, because it may have been anything.
 */
function omitAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((entry) => entry !== undefined).map(omitAbsent)
  if (typeof value !== 'object' || value === null) return value
  const present = Object.entries(value).filter(([, field]) => field != null)
  return Object.fromEntries(present.map(([name, field]) => [name, omitAbsent(field)]))
}
