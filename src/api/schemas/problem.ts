import { z } from 'zod'

export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable. The other texts may change.' }),
    requestId: z
      .string()
      .meta({ description: 'As in the X-Request-Id header and in the log of this server.' }),
    yotiCode: z.string().exactOptional().meta({ description: 'Yoti’s own error code.' }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .exactOptional()
      .meta({ description: 'The path of each invalid field and what was expected.' }),
  })
  .meta({ description: 'Every error of the API (RFC 9457).' })

export type Problem = z.infer<typeof problemSchema>
