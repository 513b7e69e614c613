import { z } from 'zod'

const stateSchema = z.enum(['REQUIRED', 'IN_PROGRESS', 'COMPLETE'])
const attemptsSchema = z.record(z.string(), z.number())

const idDocumentSchema = z.object({
  type: z.literal('ID_DOCUMENT'),
  id: z.string(),
  state: stateSchema,
  supported_countries: z.array(
    z.object({
      code: z.string(),
      supported_documents: z.array(z.object({ type: z.string() })),
    }),
  ),
  attempts_remaining: attemptsSchema.default({}),
})

const supplementaryDocumentSchema = z.object({
  type: z.literal('SUPPLEMENTARY_DOCUMENT'),
  id: z.string(),
  state: stateSchema,
  document_types: z.array(z.string()),
  country_codes: z.array(z.string()),
})

const livenessSchema = z.object({
  type: z.literal('LIVENESS'),
  id: z.string(),
  state: stateSchema,
  liveness_type: z.string(),
})

/** The user has no step for a resource that the relying business supplies. */
const faceCaptureSchema = z.object({
  type: z.literal('FACE_CAPTURE'),
  id: z.string(),
  state: stateSchema,
})

export const configurationSchema = z.object({
  client_session_token_ttl: z.number(),
  capture: z.object({
    biometric_consent: z.string(),
    required_resources: z.array(
      z.discriminatedUnion('type', [
        idDocumentSchema,
        supplementaryDocumentSchema,
        livenessSchema,
        faceCaptureSchema,
      ]),
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
