import { z } from 'zod'
import { documentFilter } from './document-filter.js'
import { constant, flag, object, text, wholeNumber } from './session-spec-fields.js'

const watchlist = constant(
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
)

/** The settings of all checks and tasks. Yoti decides which setting belongs to which. */
const config = object({
  manual_check: constant('ALWAYS', 'FALLBACK', 'NEVER', 'IBV'),
  /** ID_DOCUMENT_AUTHENTICITY: asks the authority that issued the document. */
  issuing_authority_sub_check: object({ requested: flag, filter: documentFilter }).exactPartial(),
  /** LIVENESS */
  liveness_type: constant('STATIC', 'ZOOM'),
  max_retries: wholeNumber.min(1),
  /** FAMILIAR_FACE_SEARCH */
  pool_id: z.guid({ error: 'expected a UUID' }),
  approval_criteria: constant('MATCH', 'NO_MATCH'),
  /** DOCUMENT_SCHEME_VALIDITY_CHECK */
  scheme: constant('UK_DBS', 'UK_GDS'),
  /** WATCHLIST_SCREENING */
  categories: z.array(constant('ADVERSE-MEDIA', 'SANCTIONS')),
  /** WATCHLIST_ADVANCED_CA: a ComplyAdvantage search, with Yoti's account or the relying party's. */
  type: constant('WITH_YOTI_ACCOUNT', 'WITH_CUSTOM_ACCOUNT'),
  api_key: text,
  monitoring: flag,
  tags: z.record(z.string(), z.string()),
  client_ref: text,
  remove_deceased: flag,
  share_url: flag,
  sources: object({
    type: constant('TYPE_LIST', 'PROFILE'),
    types: z.array(watchlist),
    search_profile: text,
  }).exactPartial(),
  matching_strategy: object({
    type: constant('EXACT', 'FUZZY'),
    exact_match: flag,
    fuzziness: z.number().min(0).max(1),
  }).exactPartial(),
  /** ID_DOCUMENT_TEXT_DATA_EXTRACTION. The chip is read in native apps only. */
  chip_data: constant('DESIRED', 'IGNORE'),
  create_expanded_document_fields: flag,
}).exactPartial()

export const requestedCheck = object({
  type: constant(
    'ID_DOCUMENT_AUTHENTICITY',
    'LIVENESS',
    'ID_DOCUMENT_FACE_MATCH',
    'FACE_COMPARISON',
    'ID_DOCUMENT_COMPARISON',
    'THIRD_PARTY_IDENTITY',
    'WATCHLIST_SCREENING',
    'WATCHLIST_ADVANCED_CA',
    'FAMILIAR_FACE_SEARCH',
    'IBV_VISUAL_REVIEW_CHECK',
    'PROFILE_DOCUMENT_MATCH',
    'DOCUMENT_SCHEME_VALIDITY_CHECK',
  ),
  config: config.exactOptional(),
})

export const requestedTask = object({
  type: constant('ID_DOCUMENT_TEXT_DATA_EXTRACTION', 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'),
  config: config.exactOptional(),
})

/** A check or a task. */
export type RequestedItem = z.infer<typeof requestedCheck> | z.infer<typeof requestedTask>
