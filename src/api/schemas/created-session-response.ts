import { z } from 'zod'
import {
  scenario,
  EXAMPLE_SESSION_ID,
  sessionId,
  state,
  target,
} from '../../sessions/public-fields.js'

const EXAMPLE_HANDOVER_URL = 'https://verify.example.com/handover/4m8Zb0lqk2vH'

export const createdSessionResponseSchema = z
  .strictObject({
    sessionId,
    clientSessionToken: z.string().exactOptional().meta({
      description: 'For the mobile SDKs of Yoti. Absent when the user has finished.',
    }),
    clientSessionTokenTtl: z.int().min(0).meta({ description: 'Remaining seconds.' }),
    url: z.string().meta({
      description: 'Redirect the user’s browser here. The link works once, in one browser.',
      examples: [EXAMPLE_HANDOVER_URL],
    }),
    state,
    target,
    preset: z.string().meta({
      description:
        'The preset of the session. A session in progress may have another preset than the one requested.',
    }),
    scenario,
    warnings: z.array(z.strictObject({ path: z.string(), message: z.string() })).meta({
      description:
        'What Yoti may reject in `spec`: fields and values that this server does not know and passes on unchanged, and contradictions.',
    }),
  })
  .meta({
    description: 'A session, and the link that hands the user over to it.',
    examples: [
      {
        sessionId: EXAMPLE_SESSION_ID,
        clientSessionToken: '5ba2ae0c-7a0f-4d52-9e0a-0a1d5e7d5a10',
        clientSessionTokenTtl: 900,
        url: EXAMPLE_HANDOVER_URL,
        state: 'ONGOING',
        target: 'live',
        preset: 'default',
        warnings: [],
      },
      {
        sessionId: EXAMPLE_SESSION_ID,
        clientSessionTokenTtl: 312,
        url: EXAMPLE_HANDOVER_URL,
        state: 'CAPTURED',
        target: 'live',
        preset: 'default',
        warnings: [],
      },
      {
        sessionId: EXAMPLE_SESSION_ID,
        clientSessionToken: '5ba2ae0c-7a0f-4d52-9e0a-0a1d5e7d5a10',
        clientSessionTokenTtl: 900,
        url: EXAMPLE_HANDOVER_URL,
        state: 'ONGOING',
        target: 'sandbox',
        preset: 'default',
        scenario: 'tampered-passport',
        warnings: [],
      },
    ],
  })

export type CreateSessionResponse = z.infer<typeof createdSessionResponseSchema>
