import { z } from 'zod'
import { generatedMedia, mediaHolder, openEnum, responseObject } from './response-schema.js'

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
export const check = responseObject({
  type: openEnum(
    'ID_DOCUMENT_AUTHENTICITY',
    'ID_DOCUMENT_TEXT_DATA_CHECK',
    'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK',
    'LIVENESS',
    'ID_DOCUMENT_FACE_MATCH',
    'FACE_COMPARISON',
    'ID_DOCUMENT_COMPARISON',
    'THIRD_PARTY_IDENTITY',
    'THIRD_PARTY_IDENTITY_FRAUD_1',
    'SYNECTICS_IDENTITY_FRAUD',
    'WATCHLIST_SCREENING',
    'WATCHLIST_ADVANCED_CA',
    'FAMILIAR_FACE_SEARCH',
    'IBV_VISUAL_REVIEW_CHECK',
    'DOCUMENT_SCHEME_VALIDITY_CHECK',
    'PROFILE_DOCUMENT_MATCH',
  ),
  id: z.string(),
  state: openEnum('CREATED', 'READY', 'PENDING', 'DONE', 'INTERNAL_ERROR'),
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

export type Recommendation = z.infer<typeof recommendation>
export type Breakdown = z.infer<typeof breakdown>
export type Report = z.infer<typeof report>
export type Check = z.infer<typeof check>
export type WatchlistSummary = z.infer<typeof watchlistSummary>
