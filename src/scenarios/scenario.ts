import { z } from 'zod'
import { CHECK_POLICY } from '../outcome/outcome-policy.js'
import { ID_DOCUMENT_TYPES } from '../yoti/document-filter.js'
import { CLIENT_ERROR_CODES } from '../yoti/web-client.js'
import { isCountry } from './document-fields.js'
import { emulatorSettings } from './emulator-settings.js'
import { responseConfig } from './response-config.js'
import { closedEnum, describeReceivedValue, knownWord, labelledWord } from './words.js'

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
  country: z.string().refine(isCountry, {
    error: ({ input }) =>
      `expected an alpha-3 country such as GBR, got ${describeReceivedValue(input)}`,
  }),
  type: closedEnum([...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES]),
  captureMethod: closedEnum(['CAMERA', 'UPLOAD']).exactOptional(),
  /** Supplementary documents only: pictures of the pages, or one PDF. */
  form: closedEnum(['PAGES', 'FILE']).exactOptional(),
})

/** How the user leaves the client. */
const endSchema = z.union([
  z.string().pipe(closedEnum(['FINISH', 'ABANDON', 'EXPIRE'])),
  // 0 is the client's end without an error.
  z.strictObject({
    clientError: closedEnum(CLIENT_ERROR_CODES.map(Number).filter((code) => code > 0)),
  }),
])

const captureSchema = z.strictObject({
  documents: z
    .array(documentSchema)
    .exactOptional()
    .describe('In the order in which the session requests them. Default: the first accepted.'),
  tryAgain: z
    .boolean()
    .default(true)
    .describe('Whether the user follows the advice to try again while attempts are left.'),
  referenceFace: z.boolean().default(false).describe('Your backend uploads a face first.'),
  end: endSchema
    .default('FINISH')
    .describe('ABANDON: the user leaves. EXPIRE: the user comes back too late.'),
})

const expectedSchema = z.strictObject({
  state: closedEnum(['ONGOING', 'CAPTURED', 'COMPLETED', 'EXPIRED']),
  outcome: closedEnum(['PENDING', 'APPROVED', 'REJECTED', 'REVIEW', 'NONE']),
  reasons: z
    .array(
      z.strictObject({
        code: labelledWord('checkReason', 'sessionReason'),
        checkType: knownWord(Object.keys(CHECK_POLICY)).exactOptional(),
        /** Of a check, or of a profile; the type of a missing profile. */
        reason: labelledWord('reason', 'profileFailure').exactOptional(),
      }),
    )
    .default([])
    .describe('Exactly the reasons of GET /api/sessions/:sessionId, in any order.'),
  page: z.array(z.string().min(1)).min(1).describe('Texts in the main part of the page.'),
})

const words = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by -')

/** A file `scenarios/<name>.json`: a test outcome with a name. */
export const scenarioObjectSchema = z.strictObject({
  /** For editors. */
  $schema: z.string().exactOptional(),
  name: words,
  title: z.string().min(1),
  description: z.string().min(1).describe('A sentence.'),
  tags: z.array(words).default([]).describe('For npm run scenario -- --tag.'),
  preset: z.string().min(1).default('default').describe('A session specification, by name.'),
  responseConfig: responseConfig
    .exactOptional()
    .describe('How the sandbox or the emulator responds. Default: everything succeeds.'),
  emulator: emulatorSettings
    .exactOptional()
    .describe('What only the emulator can do. Yoti’s sandbox ignores it.'),
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
