import { z } from 'zod'

const state = z.enum(['REQUIRED', 'IN_PROGRESS', 'COMPLETE'])
const attempts = z.record(z.string(), z.number())

const idDocument = z.object({
  type: z.literal('ID_DOCUMENT'),
  id: z.string(),
  state,
  supported_countries: z.array(
    z.object({
      code: z.string(),
      supported_documents: z.array(z.object({ type: z.string() })),
    }),
  ),
  attempts_remaining: attempts.default({}),
})

const supplementaryDocument = z.object({
  type: z.literal('SUPPLEMENTARY_DOCUMENT'),
  id: z.string(),
  state,
  document_types: z.array(z.string()),
  country_codes: z.array(z.string()),
})

const liveness = z.object({
  type: z.literal('LIVENESS'),
  id: z.string(),
  state,
  liveness_type: z.string(),
})

/** What the relying business supplies is no step of the person. */
const supplied = z.object({ type: z.literal('FACE_CAPTURE'), id: z.string(), state })

export const configurationSchema = z.object({
  client_session_token_ttl: z.number(),
  capture: z.object({
    biometric_consent: z.string(),
    required_resources: z.array(
      z.discriminatedUnion('type', [idDocument, supplementaryDocument, liveness, supplied]),
    ),
  }),
  sdk_config: z.object({
    success_url: z.string().nullish(),
    error_url: z.string().nullish(),
  }),
})

export type Configuration = z.infer<typeof configurationSchema>
export type Requirement = Configuration['capture']['required_resources'][number]
export type RequirementOf<Type extends Requirement['type']> = Extract<Requirement, { type: Type }>
