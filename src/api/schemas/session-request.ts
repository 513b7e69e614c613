import { z } from 'zod'
import { isReturnUrl } from '../return-url.js'

const USER_REFERENCE_PATTERN = /^[A-Za-z0-9._:-]{1,128}$/
const userReference = z.string().regex(USER_REFERENCE_PATTERN, {
  error: 'expected 1 to 128 characters of A-Z a-z 0-9 . _ : -',
})

export const sessionRequestSchema = z
  .strictObject({
    userReference: userReference.meta({
      description: 'Your own id for the user. Do not use personal data, because Yoti receives it.',
      examples: ['user-4711'],
    }),
    returnUrl: z
      .string()
      .max(2000)
      .refine(isReturnUrl, {
        error: 'expected an absolute https URL without credentials (http on loopback only)',
      })
      .exactOptional()
      .meta({
        description:
          'Where the user returns to, with `sessionId` added. Its origin must be in RETURN_URL_ORIGINS.',
        format: 'uri',
        examples: ['https://shop.example.com/signup/verified'],
      }),
    preset: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description: 'The name of a session specification of this server.',
        examples: ['default'],
      }),
    spec: z
      .record(z.string(), z.unknown())
      .refine((value) => !exceedsDepth(value, 20), { error: 'expected less nesting' })
      .exactOptional()
      .meta({
        description:
          'Your own session specification instead of a preset: the body of Yoti’s POST /sessions without the fields that this server sets.',
      }),
    scenario: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description: 'The name of a test outcome, instead of a preset. Rejected on live.',
        examples: ['tampered-passport'],
      }),
  })
  .refine(({ preset, spec }) => preset === undefined || spec === undefined, {
    path: ['spec'],
    error: 'cannot be combined with preset: remove one of them',
  })
  .refine(
    ({ preset, spec, scenario }) => scenario === undefined || (preset ?? spec) === undefined,
    {
      path: ['scenario'],
      error: 'cannot be combined with preset or spec: remove one of them',
    },
  )
  .meta({
    description: 'The user to verify, and at most one of preset, spec and scenario.',
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
