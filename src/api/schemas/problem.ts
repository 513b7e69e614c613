import { z } from 'zod'

export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable; the other words may change.' }),
    requestId: z.string().meta({ description: 'As in the X-Request-Id header and in our log.' }),
    yotiCode: z.string().exactOptional().meta({ description: 'In the words of Yoti.' }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .exactOptional()
      .meta({ description: 'Where each mistake is and what was expected there.' }),
  })
  .meta({ description: 'Every error of the API (RFC 9457).' })

export type Problem = z.infer<typeof problemSchema>
