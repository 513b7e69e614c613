import { z } from 'zod'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-filter.js'
import {
  createReadablePartsParser,
  openEnum,
  optional,
  partialObject,
  responseObject,
} from './response-schema.js'

/** `getMedia` returns the content. */
const media = responseObject({
  id: z.string(),
  type: openEnum('IMAGE', 'JSON', 'BINARY', 'PDF').exactOptional(),
})

/** `{media}`, or empty while the media does not exist yet or after it was deleted. */
const mediaHolder = partialObject({ media })

/** Whether the user continues or tries again. */
const taskRecommendation = responseObject({
  value: openEnum('PROGRESS', 'SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN'),
  reason: responseObject({
    value: openEnum('QUALITY', 'USER_ERROR'),
    detail: z.string().exactOptional(),
  }).exactOptional(),
})

/** For example `ID_DOCUMENT_TEXT_DATA_EXTRACTION`. */
const task = responseObject({
  type: z.string(),
  state: openEnum('CREATED', 'PENDING', 'DONE', 'FAILED').exactOptional(),
  recommendation: taskRecommendation.exactOptional(),
})

const resource = {
  id: z.prefault(z.string(), ''),
  ...optional({
    tasks: z.array(task),
    source: responseObject({ type: openEnum('END_USER', 'IBV', 'RELYING_BUSINESS') }),
    /** `created_at` here, `created` everywhere else. */
    created_at: z.string(),
  }),
}

/** One side of a document. Without media until the image arrives. */
const page = partialObject({ media, frames: z.array(mediaHolder) })

const document = responseObject({
  ...resource,
  ...optional({
    document_type: openEnum(...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES),
    /** ISO 3166-1 alpha-3. */
    issuing_country: z.string(),
    pages: z.array(page),
    /** JSON from the latest successful extraction. */
    document_fields: mediaHolder,
    expanded_document_fields: mediaHolder,
    /** The portrait cut out of an identity document. */
    document_id_photo: mediaHolder,
    /** The uploaded PDF of a supplementary document, which has no pages. */
    file: mediaHolder,
  }),
})

/** STATIC liveness and face captures have an `image`, ZOOM has a `facemap` and `frames`. */
const capture = responseObject({
  ...resource,
  ...optional({
    liveness_type: openEnum('STATIC', 'ZOOM'),
    image: mediaHolder,
    facemap: mediaHolder,
    frames: z.array(mediaHolder),
  }),
})

const applicantProfile = responseObject({ ...resource, media: media.exactOptional() })

const shareCode = responseObject({
  ...resource,
  ...optional({
    lookup_profile: mediaHolder,
    returned_profile: mediaHolder,
    id_photo: mediaHolder,
    file: mediaHolder,
  }),
})

/** What the user or the relying party supplied. Every attempt creates a new resource. */
const resources = partialObject({
  id_documents: z.array(document),
  supplementary_documents: z.array(document),
  liveness_capture: z.array(capture),
  face_capture: z.array(capture),
  applicant_profiles: z.array(applicantProfile),
  share_codes: z.array(shareCode),
})

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

export type Task = z.infer<typeof task>
export type Document = z.infer<typeof document>
export type MediaHolder = z.infer<typeof mediaHolder>
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
