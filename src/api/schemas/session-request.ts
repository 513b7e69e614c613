import { z } from 'zod'
import { isReturnUrl } from '../return-url.js'

const USER_REFERENCE_PATTERN = /^[A-Za-z0-9._:-]{1,128}$/
const userReference = z.string().regex(USER_REFERENCE_PATTERN, {
  error: 'expected 1 to 128 characters of A-Z a-z 0-9 . _ : -',
})

export const sessionRequestSchema = z
  .strictObject({
    userReference: userReference.meta({
      description: 'Your own id for the person. Never personal data: Yoti sees it, too.',
      examples: ['user-4711'],
    }),
    returnUrl: z
      .string()
      .max(2000)
      .refine(isReturnUrl, {
        error: 'expected an absolute https address without credentials (http on loopback only)',
      })
      .exactOptional()
      .meta({
        description:
          'Where the person goes back to, with `sessionId` added. Its origin is allowed.',
        format: 'uri',
        examples: ['https://shop.example.com/signup/verified'],
      }),
    preset: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description: 'A session specification of this server, by name.',
        examples: ['default'],
      }),
    spec: z
      .record(z.string(), z.unknown())
      .refine((value) => !exceedsDepth(value, 20), { error: 'expected less nesting' })
      .exactOptional()
      .meta({
        description:
          'A session specification of your own instead of a preset: the body of POST /sessions of Yoti without what this server adds.',
      }),
    scenario: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description:
          'What is to come out, by the name of a scenario, instead of a preset. For tests: refused on live.',
        examples: ['tampered-passport'],
      }),
  })
  .refine(({ preset, spec }) => preset === undefined || spec === undefined, {
    path: ['spec'],
    error: 'excludes preset: keep one',
  })
  .refine(
    ({ preset, spec, scenario }) => scenario === undefined || (preset ?? spec) === undefined,
    {
      path: ['scenario'],
      error: 'excludes preset and spec: keep one',
    },
  )
  .meta({
    description: 'Whom to verify, and how: by a preset, a spec or a scenario, one at most.',
    not: {
      anyOf: [
        { required: ['preset', 'spec'] },
        { required: ['preset', 'scenario'] },
        { required: ['spec', 'scenario'] },
      ],
    },
    examples: [
      { userReference: 'user-4711' },
      {
        userReference: 'user-4711',
        returnUrl: 'https://shop.example.com/signup/verified',
        preset: 'default',
      },
      { userReference: 'user-4711', scenario: 'tampered-passport' },
      {
        userReference: 'user-4711',
        spec: {
          requested_checks: [
            { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
          ],
        },
      },
    ],
  })

export type SessionRequest = z.infer<typeof sessionRequestSchema>

function exceedsDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => exceedsDepth(inner, depth - 1))
}
