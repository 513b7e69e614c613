import { z } from 'zod'
import { responseObject, parseResponse, openEnum } from './response-schema.js'
import { check } from './check.js'
import { advancedIdentityProfile, identityProfile } from './identity-profile.js'
import { mediaHolder, mediaReference } from './media-reference.js'
import { resources } from './resources.js'

export type { Breakdown, Check, Recommendation, Report } from './check.js'
export type { MediaHolder, MediaReference } from './media-reference.js'
export type { IdDocument, LivenessCapture, Page, Resources, Task } from './resources.js'

const sessionResult = responseObject({
  session_id: z.string(),
  state: openEnum('ONGOING', 'COMPLETED', 'EXPIRED'),
  /** Remaining seconds. Continues to decrease after completion. */
  client_session_token_ttl: z.number().exactOptional(),
  /** Absent after the user has finished or the session has expired. */
  client_session_token: z.string().exactOptional(),
  user_tracking_id: z.string().exactOptional(),
  /** Time of the consent. */
  biometric_consent: z.string().exactOptional(),
  resources: z.prefault(resources, {}),
  checks: z.prefault(z.array(check), []),
  identity_profile: identityProfile.exactOptional(),
  advanced_identity_profile: advancedIdentityProfile.exactOptional(),
  identity_profile_preview: mediaHolder.exactOptional(),
  advanced_identity_profile_preview: mediaHolder.exactOptional(),
  import_token: responseObject({
    media: mediaReference.exactOptional(),
    failure_reason: z.string().exactOptional(),
  }).exactOptional(),
})

/** `GET /sessions/{sessionId}`. Absent `resources` and `checks` become empty. */
export type SessionResult = z.infer<typeof sessionResult>

/** @throws YotiProtocolError with the JSON path of the first unreadable field, never its value */
export function parseSessionResult(value: unknown): SessionResult {
  return parseResponse(sessionResult, value, 'session result')
}
