import { z } from 'zod'
import { resources } from './resources.js'
import {
  createReadablePartsParser,
  generatedMedia,
  mediaHolder,
  mediaReference,
  openEnum,
  responseObject,
} from './response-schema.js'
import { CHECK_TYPES } from './session-spec-schema.js'

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

/** NOTE: Yoti returns `api_key`, the relying party's secret. Never show or log it. */
const searchConfig = responseObject({
  /** WATCHLIST_SCREENING only. */
  categories: z.array(openEnum('ADVERSE-MEDIA', 'SANCTIONS')).exactOptional(),
  /** WATCHLIST_ADVANCED_CA only, like all fields below. */
  type: openEnum('WITH_YOTI_ACCOUNT', 'WITH_CUSTOM_ACCOUNT').exactOptional(),
  remove_deceased: z.boolean().exactOptional(),
  share_url: z.boolean().exactOptional(),
  sources: responseObject({
    type: openEnum('PROFILE', 'TYPE_LIST'),
    search_profile: z.string().exactOptional(),
    types: z.array(z.string()).exactOptional(),
  }).exactOptional(),
  matching_strategy: responseObject({
    type: openEnum('EXACT', 'FUZZY'),
    exact_match: z.boolean().exactOptional(),
    fuzziness: z.number().exactOptional(),
  }).exactOptional(),
  /** Custom accounts only, like all fields below. */
  api_key: z.string().exactOptional(),
  monitoring: z.boolean().exactOptional(),
  client_ref: z.string().exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
})

const watchlistSummary = responseObject({
  /** May be lower than the sum of the sub-checks' hits. */
  total_hits: z.number().exactOptional(),
  associated_country_codes: z.array(z.string()).exactOptional(),
  raw_results: mediaHolder.exactOptional(),
  search_config: searchConfig.exactOptional(),
})

const report = responseObject({
  recommendation: recommendation.exactOptional(),
  breakdown: z.array(breakdown).exactOptional(),
  /** Watchlist checks only. */
  watchlist_summary: watchlistSummary.exactOptional(),
})

/** One entry of `checks[]`. Each liveness attempt has its own check. */
const check = responseObject({
  type: openEnum(
    ...CHECK_TYPES,
    // Yoti adds these to the requested ones.
    'ID_DOCUMENT_TEXT_DATA_CHECK',
    'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK',
    'THIRD_PARTY_IDENTITY_FRAUD_1',
    'SYNECTICS_IDENTITY_FRAUD',
  ),
  id: z.prefault(z.string(), ''),
  state: z.prefault(openEnum('CREATED', 'READY', 'PENDING', 'DONE', 'INTERNAL_ERROR'), ''),
  /** Ids of `resources.*[]`, unordered. */
  resources_used: z.array(z.string()).exactOptional(),
  generated_media: z.array(generatedMedia).exactOptional(),
  /** Absent until there is a result. */
  report: report.exactOptional(),
  created: z.string().exactOptional(),
  /** The details that the check looked up. */
  generated_profile: mediaHolder.exactOptional(),
  /** Document scheme validity checks only. */
  scheme: z.string().exactOptional(),
})

const failureReason = responseObject({
  /** For example `MANDATORY_DOCUMENT_NOT_PROVIDED`. */
  reason_code: z.string().exactOptional(),
  requirements_not_met_details: z
    .array(
      responseObject({
        failure_type: z.string().exactOptional(),
        document_type: z.string().exactOptional(),
        document_country_iso_code: z.string().exactOptional(),
        details: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
})

const trustFramework = openEnum('UK_TFIDA', 'YOTI_GLOBAL')

const schemesCompliance = z.array(
  responseObject({
    scheme: responseObject({
      type: openEnum('DBS', 'RTW', 'RTR', 'DBS_RTW', 'IDENTITY'),
      objective: z.string().exactOptional(),
      /** Advanced profiles only: the label of the request. */
      label: z.string().exactOptional(),
    }).exactOptional(),
    requirements_met: z.boolean().exactOptional(),
    requirements_not_met_info: z.string().exactOptional(),
  }),
)

const profile = {
  /** ABORTED comes with a `failure_reason`, DONE with an `identity_profile_report`. */
  result: openEnum('DONE', 'ABORTED'),
  failure_reason: failureReason.exactOptional(),
}

const identityProfile = responseObject({
  ...profile,
  identity_profile_report: responseObject({
    trust_framework: trustFramework.exactOptional(),
    schemes_compliance: schemesCompliance.exactOptional(),
    media: mediaReference.exactOptional(),
  }).exactOptional(),
})

const advancedIdentityProfile = responseObject({
  ...profile,
  identity_profile_report: responseObject({
    compliance: z
      .array(
        responseObject({
          trust_framework: trustFramework.exactOptional(),
          schemes_compliance: schemesCompliance.exactOptional(),
        }),
      )
      .exactOptional(),
    media: mediaReference.exactOptional(),
  }).exactOptional(),
})

const sessionResult = responseObject({
  session_id: z.string().exactOptional(),
  state: openEnum('ONGOING', 'COMPLETED', 'EXPIRED').exactOptional(),
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
