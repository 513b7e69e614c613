import { z } from 'zod'
import { responseObject, openEnum } from './response-schema.js'
import { generatedMedia, mediaHolder } from './media-reference.js'
import { watchlistSummary } from './watchlist-summary.js'

export const recommendation = responseObject({
  value: openEnum('APPROVE', 'REJECT', 'NOT_AVAILABLE', 'CONSIDER'),
  /** For example `TAMPERED`. Some rejections have no reason. */
  reason: z.string().exactOptional(),
  /** For example `BETTER_LIGHTING`. */
  recovery_suggestion: z.string().exactOptional(),
})

/** A failed sub-check alone does not mean a rejection. */
export const breakdown = responseObject({
  sub_check: z.string(),
  result: openEnum('PASS', 'FAIL'),
  details: z.array(responseObject({ name: z.string(), value: z.string() })).exactOptional(),
  process: openEnum('AUTOMATED', 'EXPERT_REVIEW').exactOptional(),
})

export const report = responseObject({
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
  last_updated: z.string().exactOptional(),
  /** The details that the check looked up. */
  generated_profile: mediaHolder.exactOptional(),
  /** Document scheme validity checks only. */
  scheme: z.string().exactOptional(),
})

export type Recommendation = z.infer<typeof recommendation>
export type Breakdown = z.infer<typeof breakdown>
export type Report = z.infer<typeof report>
export type Check = z.infer<typeof check>
