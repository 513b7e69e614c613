import { z } from 'zod'
import { describeIssues } from './describe-issues.js'
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

/**
 * Creates a parser of a response.
 *
 * @param responseName the first part of error messages, for example `session result`
 * @returns a function that throws a YotiProtocolError with the JSON path of the first unreadable
 *   field, never its value
 */
export function createParser<T>(schema: z.ZodType<T>, responseName: string) {
  return (value: unknown): T => {
    const present = omitNulls(value)
    const result = schema.safeParse(present)
    if (result.success) return result.data
    const [issue] = describeIssues(result.error, present)
    throw new YotiProtocolError(responseName, `${issue?.path}: ${issue?.message}`)
  }
}

/** Yoti treats null like an absent field. Entries of arrays are kept. */
function omitNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitNulls)
  if (typeof value !== 'object' || value === null) return value
  const present = Object.entries(value).filter(([, field]) => field !== null)
  return Object.fromEntries(present.map(([name, field]) => [name, omitNulls(field)]))
}

const mediaType = openEnum('IMAGE', 'JSON', 'BINARY', 'PDF')

/** An entry of `generated_media[]`. */
export const generatedMedia = responseObject({ id: z.string(), type: mediaType.exactOptional() })

/** `getMedia` returns the content. */
export const mediaReference = responseObject({
  id: z.string(),
  type: mediaType.exactOptional(),
  /** `YYYY-MM-DDThh:mm:ssZ`, like all of Yoti's times. */
  created: z.string().exactOptional(),
})

/** `{media}`, or empty while the media does not exist yet or after it was deleted. */
export const mediaHolder = responseObject({ media: mediaReference.exactOptional() })

export type MediaHolder = z.infer<typeof mediaHolder>
