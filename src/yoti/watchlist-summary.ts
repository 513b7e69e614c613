import { z } from 'zod'
import { responseObject, openEnum } from './response-schema.js'
import { mediaHolder } from './media-reference.js'

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

export const watchlistSummary = responseObject({
  /** May be lower than the sum of the sub-checks' hits. */
  total_hits: z.number().exactOptional(),
  associated_country_codes: z.array(z.string()).exactOptional(),
  raw_results: mediaHolder.exactOptional(),
  search_config: searchConfig.exactOptional(),
})

export type WatchlistSummary = z.infer<typeof watchlistSummary>
