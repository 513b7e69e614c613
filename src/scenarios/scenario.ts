import { z } from 'zod'
import { listCountries } from '../labels/country-name.js'
import { DOCUMENT_TYPES } from '../labels/document-types.js'
import { CLIENT_ERROR_CODES } from '../yoti/client-error-codes.js'
import { describeReceivedValue, closedEnum } from '../yoti/closed-enum.js'
import { responseConfig } from '../yoti/response-config.js'

const COUNTRY_CODES: ReadonlySet<string> = new Set(listCountries().map(({ code }) => code))

const documentSchema = z.strictObject({
  /** ISO 3166-1 alpha-3. */
  country: z.string().refine((code) => COUNTRY_CODES.has(code), {
    error: ({ input }) =>
      `expected an alpha-3 country such as GBR, got ${describeReceivedValue(input)}`,
  }),
  type: closedEnum(Object.keys(DOCUMENT_TYPES)),
  captureMethod: closedEnum(['CAMERA', 'UPLOAD']).exactOptional(),
  /** A supplementary document comes as pictures of its pages or as one PDF. */
  form: closedEnum(['PAGES', 'FILE']).exactOptional(),
})

/** Those with which Yoti's client ends; 0 is its end without any. */
const clientErrorSchema = closedEnum(CLIENT_ERROR_CODES.map(Number).filter((code) => code > 0))

/** How the person leaves the client. */
const endSchema = z.union([
  /** Finishes; goes away and never comes back; comes back when the client session token is too old. */
  z.string().pipe(closedEnum(['FINISH', 'ABANDON', 'EXPIRE'])),
  z.strictObject({ clientError: clientErrorSchema }),
])

const captureSchema = z.strictObject({
  /** In the order in which the session asks for them; the first that each filter allows, when absent. */
  documents: z.array(documentSchema).exactOptional(),
  /** Whether the person follows Yoti’s advice to try again, as long as attempts are left. */
  tryAgain: z.boolean().default(true),
  /** The relying business uploads a picture of the face that it knows, first. */
  referenceFace: z.boolean().default(false),
  end: endSchema.default('FINISH'),
})

const expectedSchema = z.strictObject({
  state: closedEnum(['ONGOING', 'CAPTURED', 'COMPLETED', 'EXPIRED']),
  outcome: closedEnum(['PENDING', 'APPROVED', 'REJECTED', 'REVIEW', 'NONE']),
  /** Each as `GET /api/sessions/:sessionId` gives it, in any order, and no others. */
  reasons: z
    .array(
      z.strictObject({
        code: z.string(),
        checkType: z.string().exactOptional(),
        reason: z.string().exactOptional(),
      }),
    )
    .default([]),
  /** What the person’s page says, each a part of its text. */
  page: z.array(z.string().min(1)).min(1),
})

/** A file `scenarios/<name>.json`: an outcome that QA chooses by name. */
export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by -'),
  title: z.string().min(1),
  /** What it shows, in a sentence. */
  shows: z.string().min(1),
  /** The session specification preset, by name. */
  preset: z.string().min(1).default('default'),
  /** What the sandbox, or the emulator, answers with. Absent, everything succeeds. */
  responseConfig: responseConfig.exactOptional(),
  capture: captureSchema.prefault({}),
  expect: expectedSchema,
})

export type Scenario = z.infer<typeof scenarioSchema>
export type ScenarioCapture = Scenario['capture']
