import { z } from 'zod'
import { createOpenEnum } from './open-enum.js'

const neverManualCheck = z.literal('NEVER').exactOptional()

export const watchlistScreening = z.strictObject({
  type: z.literal('WATCHLIST_SCREENING'),
  config: z.strictObject({
    categories: z.array(z.enum(['ADVERSE-MEDIA', 'SANCTIONS'])).exactOptional(),
    manual_check: neverManualCheck,
  }),
})

const listType = createOpenEnum({
  known: [
    'sanction',
    'warning',
    'fitness-probity',
    'pep',
    'pep-class-1',
    'pep-class-2',
    'pep-class-3',
    'pep-class-4',
    'adverse-media',
    'adverse-media-financial-crime',
    'adverse-media-violent-crime',
    'adverse-media-sexual-crime',
    'adverse-media-terrorism',
    'adverse-media-fraud',
    'adverse-media-narcotics',
    'adverse-media-general',
  ],
  pattern: /^[a-z][a-z0-9-]*$/,
})

const sources = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('TYPE_LIST'), types: z.array(listType) }),
  z.strictObject({ type: z.literal('PROFILE'), search_profile: z.string() }),
])

const matchingStrategy = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('EXACT'), exact_match: z.boolean().exactOptional() }),
  z.strictObject({ type: z.literal('FUZZY'), fuzziness: z.number().min(0).max(1) }),
])

const searchConfig = {
  remove_deceased: z.boolean().exactOptional(),
  share_url: z.boolean().exactOptional(),
  sources: sources.exactOptional(),
  matching_strategy: matchingStrategy.exactOptional(),
  manual_check: neverManualCheck,
}

/** A ComplyAdvantage search, with Yoti's account or the relying party's. */
export const watchlistAdvancedCa = z.strictObject({
  type: z.literal('WATCHLIST_ADVANCED_CA'),
  config: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('WITH_YOTI_ACCOUNT'), ...searchConfig }),
    z.strictObject({
      type: z.literal('WITH_CUSTOM_ACCOUNT'),
      api_key: z.string().min(1),
      monitoring: z.boolean().exactOptional(),
      tags: z.record(z.string(), z.string()).exactOptional(),
      client_ref: z.string().min(1),
      ...searchConfig,
    }),
  ]),
})
