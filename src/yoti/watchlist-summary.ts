import { z } from 'zod'
import { responseObject, openEnum } from './response-schema.js'
import { mediaHolder } from './media-reference.js'

/** What was searched. NOTE: `api_key` is the relying party's own secret, echoed: never show or log it. */
const searchConfig = responseObject({
  /** WATCHLIST_SCREENING. */
  categories: z.array(openEnum('ADVERSE-MEDIA', 'SANCTIONS')).exactOptional(),
  /** WATCHLIST_ADVANCED_CA, as all below. */
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
  /** Custom accounts only, as all below. */
  api_key: z.string().exactOptional(),
  monitoring: z.boolean().exactOptional(),
  client_ref: z.string().exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
})

export const watchlistSummary = responseObject({
  /** May be lower than the hits of the sub-checks together. */
  total_hits: z.number().exactOptional(),
  associated_country_codes: z.array(z.string()).exactOptional(),
  raw_results: mediaHolder.exactOptional(),
  search_config: searchConfig.exactOptional(),
})

export type WatchlistSummary = z.infer<typeof watchlistSummary>
