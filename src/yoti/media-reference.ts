import { z } from 'zod'
import { responseObject, openEnum } from './response-schema.js'

const mediaType = openEnum('IMAGE', 'JSON', 'BINARY', 'PDF')

/** An entry of `generated_media[]`. */
export const generatedMedia = responseObject({ id: z.string(), type: mediaType.exactOptional() })

/** `getMedia` returns the content. */
export const mediaReference = responseObject({
  id: z.string(),
  type: mediaType.exactOptional(),
  /** `YYYY-MM-DDThh:mm:ssZ`, like all of Yoti's times. */
  created: z.string().exactOptional(),
  last_updated: z.string().exactOptional(),
})

/** `{media}`, or empty while the media does not exist yet or after it was deleted. */
export const mediaHolder = responseObject({ media: mediaReference.exactOptional() })

export type GeneratedMedia = z.infer<typeof generatedMedia>
export type MediaReference = z.infer<typeof mediaReference>
export type MediaHolder = z.infer<typeof mediaHolder>
