import { z } from 'zod'
import { responseObject, openEnum } from './response-schema.js'

const mediaType = openEnum('IMAGE', 'JSON', 'BINARY', 'PDF')

/** `generated_media[]`: a reference without times. */
export const generatedMedia = responseObject({ id: z.string(), type: mediaType.exactOptional() })

/** A reference to media; its bytes come from `getMedia`. */
export const mediaReference = responseObject({
  id: z.string(),
  type: mediaType.exactOptional(),
  /** `YYYY-MM-DDThh:mm:ssZ`, as all times of Yoti's. */
  created: z.string().exactOptional(),
  last_updated: z.string().exactOptional(),
})

/** `{media}`; without it once the media is deleted or not there yet. */
export const mediaHolder = responseObject({ media: mediaReference.exactOptional() })

export type GeneratedMedia = z.infer<typeof generatedMedia>
export type MediaReference = z.infer<typeof mediaReference>
export type MediaHolder = z.infer<typeof mediaHolder>
