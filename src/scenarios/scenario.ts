import { getAlpha3Codes } from 'i18n-iso-countries/index.js'
import { z } from 'zod'
import { ID_DOCUMENT_TYPES } from '../yoti/document-filter.js'
import { CLIENT_ERROR_CODES } from '../yoti/web-client.js'
import { closedEnum, describeReceivedValue } from './closed-enum.js'
import { responseConfig } from './response-config.js'

const COUNTRY_CODES: ReadonlySet<string> = new Set(Object.keys(getAlpha3Codes()))

/** Those that the emulator and the sandbox accept. */
export const SUPPLEMENTARY_DOCUMENT_TYPES: readonly string[] = [
  'UTILITY_BILL',
  'PHONE_BILL',
  'BANK_STATEMENT',
  'COUNCIL_TAX_BILL',
  'MOBILE_PHONE_BILL',
  'DVLA_FORM',
]

const documentSchema = z.strictObject({
  /** ISO 3166-1 alpha-3. */
  country: z.string().refine((code) => COUNTRY_CODES.has(code), {
    error: ({ input }) =>
      `expected an alpha-3 country such as GBR, got ${describeReceivedValue(input)}`,
  }),
  type: closedEnum([...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES]),
  captureMethod: closedEnum(['CAMERA', 'UPLOAD']).exactOptional(),
  /** Supplementary documents only: pictures of the pages, or one PDF. */
  form: closedEnum(['PAGES', 'FILE']).exactOptional(),
})

/** Those with which Yoti's client ends; 0 is its end without any. */
const clientErrorSchema = closedEnum(CLIENT_ERROR_CODES.map(Number).filter((code) => code > 0))

/** How the user leaves the client. `ABANDON`: never comes back. `EXPIRE`: comes back too late. */
const endSchema = z.union([
  z.string().pipe(closedEnum(['FINISH', 'ABANDON', 'EXPIRE'])),
  z.strictObject({ clientError: clientErrorSchema }),
])

const captureSchema = z.strictObject({
  /** In the order in which the session requests them. Default: the first that each filter allows. */
  documents: z.array(documentSchema).exactOptional(),
  /** Whether the user follows the advice to try again while attempts are left. */
  tryAgain: z.boolean().default(true),
  /** Whether the relying party uploads a reference face first. */
  referenceFace: z.boolean().default(false),
  end: endSchema.default('FINISH'),
})

const expectedSchema = z.strictObject({
  state: closedEnum(['ONGOING', 'CAPTURED', 'COMPLETED', 'EXPIRED']),
  outcome: closedEnum(['PENDING', 'APPROVED', 'REJECTED', 'REVIEW', 'NONE']),
  /** Exactly the reasons of `GET /api/sessions/:sessionId`, in any order. */
  reasons: z
    .array(
      z.strictObject({
        code: z.string(),
        checkType: z.string().exactOptional(),
        reason: z.string().exactOptional(),
      }),
    )
    .default([]),
  /** Texts on the user's page. */
  page: z.array(z.string().min(1)).min(1),
})

/** A file `scenarios/<name>.json`: a test outcome with a name. */
const scenarioObjectSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by -'),
  title: z.string().min(1),
  /** A sentence. */
  description: z.string().min(1),
  /** The session specification preset, by name. */
  preset: z.string().min(1).default('default'),
  /** How the sandbox or the emulator responds. Default: everything succeeds. */
  responseConfig: responseConfig.exactOptional(),
  capture: captureSchema.prefault({}),
  expect: expectedSchema,
})

/** `description` was called `shows`; existing files still have it. */
export const scenarioSchema = z.preprocess((value) => {
  const { shows, ...rest } = (value ?? {}) as { shows?: unknown; description?: unknown }
  const isRenamed = typeof shows === 'string' && rest.description === undefined
  return isRenamed ? { ...rest, description: shows } : value
}, scenarioObjectSchema)

export type Scenario = z.infer<typeof scenarioSchema>
export type ScenarioDocument = z.infer<typeof documentSchema>
