import { z } from 'zod'
import { responseConfig } from '../yoti/response-config.js'

const document = z.strictObject({
  /** ISO 3166-1 alpha-3. */
  country: z.string().regex(/^[A-Z]{3}$/, 'expected an alpha-3 country such as GBR'),
  type: z.string().min(1),
  captureMethod: z.enum(['CAMERA', 'UPLOAD']).exactOptional(),
  /** A supplementary document comes as pictures of its pages or as one PDF. */
  form: z.enum(['PAGES', 'FILE']).exactOptional(),
})

/** How the person leaves the client. */
const end = z.union([
  /** Finishes; goes away and never comes back; comes back when the client session token is too old. */
  z.enum(['FINISH', 'ABANDON', 'EXPIRE']),
  z.strictObject({ clientError: z.int().min(1000).max(9999) }),
])

const capture = z.strictObject({
  /** In the order in which the session asks for them; the first that each filter allows, when absent. */
  documents: z.array(document).exactOptional(),
  /** Whether the person follows Yoti’s advice to try again, as long as attempts are left. */
  tryAgain: z.boolean().default(true),
  /** The relying business uploads a picture of the face that it knows, first. */
  referenceFace: z.boolean().default(false),
  end: end.default('FINISH'),
})

const expected = z.strictObject({
  state: z.enum(['ONGOING', 'CAPTURED', 'COMPLETED', 'EXPIRED']),
  outcome: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'REVIEW', 'NONE']),
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
  capture: capture.prefault({}),
  expect: expected,
})

export type Scenario = z.infer<typeof scenarioSchema>
export type ScenarioCapture = Scenario['capture']
