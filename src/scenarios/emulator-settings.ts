import { z } from 'zod'
import { AppError } from '../errors.js'
import { closedEnum } from './words.js'

/** The fictional people of the emulator. */
export const PEOPLE = [
  'orla-quillsample',
  'bramwell-fictivane',
  'sueheyla-ornekcigul',
  'tamsin-adesample',
  'aedar-prufusson',
  'kaito-mihonzaki',
]

/** The most useful of the emulator's. Its control calls take all of them. */
export const FAULT_ENDPOINTS = [
  'GET /sessions/:sessionId',
  'DELETE /sessions/:sessionId',
  'GET /sessions/:sessionId/configuration',
  'GET /sessions/:sessionId/media/:mediaId/content',
  'DELETE /sessions/:sessionId/media/:mediaId/content',
  'DELETE /sessions/:sessionId/client-session-token',
  'POST /sessions/:sessionId/resources/id-documents/:resourceId/text-extraction',
  'POST /sessions/:sessionId/resources/liveness/:resourceId/attempt',
]
export const FAULT_CODES =
  `PAYLOAD_VALIDATION MALFORMED_REQUEST MESSAGE_SIGNING BAD_SDK_ID BAD_TOKEN INSUFFICIENT_PERMISSION
  SESSION_NOT_FOUND MEDIA_CONTENT_NOT_FOUND RESOURCE_NOT_FOUND SESSION_EXPIRED RESOURCE_LOCKED
  TOO_MANY_REQUESTS SERVER_ERROR TEMPORARILY_UNAVAILABLE`.split(/\s+/)

const TOPICS = `all resource_update task_completion check_completion session_completion
  client_session_token_deleted`.split(/\s+/)

const common = {
  endpoint: closedEnum(FAULT_ENDPOINTS),
  times: z.union([z.int().min(1), z.literal('always')]).exactOptional(),
}
const topic = closedEnum(TOPICS).exactOptional()
const seconds = z.number().positive().max(600)

/** What only the emulator can do, in the words of its control calls. Yoti's sandbox ignores it. */
export const emulatorSettings = z
  .strictObject({
    person: z.union([closedEnum(PEOPLE), z.strictObject({ seed: z.string().min(1) })]),
    faults: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('error'),
          code: closedEnum(FAULT_CODES),
          retryAfter: z.int().min(0).max(3600).exactOptional(),
          ...common,
        }),
        z.strictObject({
          kind: z.literal('slow'),
          delayMs: z.int().min(1).max(600_000),
          ...common,
        }),
        z.strictObject({
          kind: z.enum(['cut', 'malformed-json', 'wrong-content-type']),
          ...common,
        }),
      ]),
    ),
    notifications: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.enum(['drop', 'double', 'wrong-credential']), topic }),
        z.strictObject({ kind: z.literal('delay'), seconds, topic }),
        z.strictObject({ kind: z.literal('shuffle'), seconds: seconds.exactOptional(), topic }),
      ]),
    ),
  })
  .exactPartial()

/** By the emulator's control calls. */
export async function applyEmulatorSettings(
  { faults, notifications: deliveries }: z.infer<typeof emulatorSettings>,
  apiUrl: string,
  sessionId: string,
): Promise<void> {
  for (const [call, body] of [
    ['faults', faults && { faults }],
    ['notifications', deliveries && { deliveries }],
  ] as const) {
    if (body === undefined) continue
    const { origin } = new URL(apiUrl)
    const response = await fetch(`${origin}/_emulator/sessions/${sessionId}/${call}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    await response.body?.cancel()
    if (response.ok) continue
    throw new AppError(
      'EMULATOR',
      `The emulator responded with ${response.status} to ${call} of a scenario. Run it on this machine, and use the version of this server.`,
    )
  }
}
