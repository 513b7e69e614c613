import { z } from 'zod'
import { resources } from './resources.js'
import {
  createReadablePartsParser,
  media,
  mediaHolder,
  openEnum,
  optional,
  partialObject,
  responseObject,
} from './response-schema.js'

export type { LivenessCapture } from './resources.js'
export type { MediaHolder } from './response-schema.js'

const recommendation = responseObject({
  value: openEnum('APPROVE', 'REJECT', 'NOT_AVAILABLE', 'CONSIDER'),
  /** For example `TAMPERED`. Some rejections have no reason. */
  reason: z.string().exactOptional(),
  /** For example `BETTER_LIGHTING`. */
  recovery_suggestion: z.string().exactOptional(),
})

/** A failed sub-check alone does not mean a rejection. */
const breakdown = responseObject({
  sub_check: z.string(),
  result: openEnum('PASS', 'FAIL'),
  details: z.array(responseObject({ name: z.string(), value: z.string() })).exactOptional(),
  process: openEnum('AUTOMATED', 'EXPERT_REVIEW').exactOptional(),
})

/** The page shows every field. NOTE: `api_key` is the relying party's secret. Never show or log it. */
const searchConfig = partialObject({ tags: z.record(z.string(), z.string()) })

const watchlistSummary = partialObject({
  /** May be lower than the sum of the sub-checks' hits. */
  total_hits: z.number(),
  associated_country_codes: z.array(z.string()),
  raw_results: mediaHolder,
  search_config: searchConfig,
})

/** `watchlist_summary` is for watchlist checks only. */
const report = partialObject({
  recommendation,
  breakdown: z.array(breakdown),
  watchlist_summary: watchlistSummary,
})

/** One entry of `checks[]`. Each liveness attempt has its own check. Yoti adds to those that were requested. */
const check = responseObject({
  type: z.string(),
  id: z.prefault(z.string(), ''),
  state: z.prefault(openEnum('CREATED', 'READY', 'PENDING', 'DONE', 'INTERNAL_ERROR'), ''),
  /** Ids of `resources.*[]`, unordered. */
  resources_used: z.array(z.string()).exactOptional(),
  generated_media: z.array(media).exactOptional(),
  /** Absent until there is a result. */
  report: report.exactOptional(),
  /** The details that the check looked up. */
  generated_profile: mediaHolder.exactOptional(),
})

const failureReason = partialObject({
  /** For example `MANDATORY_DOCUMENT_NOT_PROVIDED`. */
  reason_code: z.string(),
  requirements_not_met_details: z.array(
    partialObject({
      failure_type: z.string(),
      document_type: z.string(),
      document_country_iso_code: z.string(),
      details: z.string(),
    }),
  ),
})

/** `label` is that of the request, in advanced profiles only. */
const scheme = responseObject({
  type: z.string(),
  ...optional({ objective: z.string(), label: z.string() }),
})

const compliance = {
  trust_framework: openEnum('UK_TFIDA', 'YOTI_GLOBAL'),
  schemes_compliance: z.array(
    partialObject({ scheme, requirements_met: z.boolean(), requirements_not_met_info: z.string() }),
  ),
}

const profile = {
  /** ABORTED comes with a `failure_reason`, DONE with an `identity_profile_report`. */
  result: openEnum('DONE', 'ABORTED'),
  failure_reason: failureReason.exactOptional(),
}

const identityProfile = responseObject({
  ...profile,
  identity_profile_report: partialObject({ ...compliance, media }).exactOptional(),
})

const advancedIdentityProfile = responseObject({
  ...profile,
  identity_profile_report: partialObject({
    compliance: z.array(partialObject(compliance)),
    media,
  }).exactOptional(),
})

const sessionResult = responseObject({
  session_id: z.string().exactOptional(),
  state: openEnum('ONGOING', 'COMPLETED', 'EXPIRED').exactOptional(),
  /** Remaining seconds. Continues to decrease after completion. */
  client_session_token_ttl: z.number().exactOptional(),
  /** Absent after the user has finished or the session has expired. */
  client_session_token: z.string().exactOptional(),
  resources: z.prefault(resources, {}),
  checks: z.prefault(z.array(check), []),
  ...optional({
    identity_profile: identityProfile,
    advanced_identity_profile: advancedIdentityProfile,
    identity_profile_preview: mediaHolder,
    advanced_identity_profile_preview: mediaHolder,
    import_token: partialObject({ media, failure_reason: z.string() }),
  }),
})

export type Breakdown = z.infer<typeof breakdown>
export type Report = z.infer<typeof report>
export type Check = z.infer<typeof check>
export type WatchlistSummary = z.infer<typeof watchlistSummary>
export type IdentityProfile = z.infer<typeof identityProfile>
export type AdvancedIdentityProfile = z.infer<typeof advancedIdentityProfile>

/** `GET /sessions/{sessionId}`. Absent `resources` and `checks` become empty. */
export type SessionResult = z.infer<typeof sessionResult> & {
  state: string
  /** The JSON paths of what could not be read, if there are any. */
  unreadable?: readonly string[]
}

const parseReadableParts = createReadablePartsParser(sessionResult, 'session result')

/** @throws YotiProtocolError if the response is not an object */
export function parseSessionResult(response: unknown): SessionResult {
  const { value, unreadable } = parseReadableParts(response)
  const absent = (['session_id', 'state'] as const).filter((name) => value[name] === undefined)
  const paths = [...new Set([...unreadable, ...absent])]
  const { state = inferState(value) } = value
  return { ...value, state, ...(paths.length === 0 ? {} : { unreadable: paths }) }
}

/** Without a state, so that such a session ends, too. */
function inferState(result: z.infer<typeof sessionResult>): 'COMPLETED' | 'ONGOING' {
  const { checks, identity_profile: simple, advanced_identity_profile: advanced } = result
  const isDone = checks.length > 0 && checks.every(({ state }) => state === 'DONE')
  return isDone || simple !== undefined || advanced !== undefined ? 'COMPLETED' : 'ONGOING'
}
