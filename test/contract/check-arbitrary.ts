import fc from 'fast-check'
import type { RequestedCheck } from '../../src/yoti/session-spec.js'
import { listType, manualCheck, constantFrom, requestedItem, text } from './spec-arbitraries.js'

// Sets what the official builders send by default, because the requests would differ otherwise.
const search = {
  remove_deceased: fc.boolean(),
  share_url: fc.boolean(),
  sources: fc.oneof(
    fc.record({
      type: fc.constant('TYPE_LIST' as const),
      types: fc.array(listType, { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('PROFILE' as const), search_profile: text }),
  ),
  matching_strategy: fc.oneof(
    fc.record({ type: fc.constant('EXACT' as const) }),
    fc.record({
      type: fc.constant('FUZZY' as const),
      fuzziness: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  ),
}

/** Checks that Yoti's Node builders can express. */
export const checkArbitrary: fc.Arbitrary<RequestedCheck> = fc.oneof(
  requestedItem(
    'ID_DOCUMENT_AUTHENTICITY',
    fc.record({ manual_check: manualCheck }, { requiredKeys: [] }),
  ),
  requestedItem(
    'LIVENESS',
    fc.record({
      max_retries: fc.integer({ min: 1 }),
      liveness_type: constantFrom('STATIC', 'ZOOM'),
    }),
  ),
  requestedItem('ID_DOCUMENT_FACE_MATCH', fc.record({ manual_check: manualCheck })),
  requestedItem('FACE_COMPARISON', fc.record({ manual_check: fc.constant('NEVER' as const) })),
  requestedItem('ID_DOCUMENT_COMPARISON', fc.constant({})),
  requestedItem('THIRD_PARTY_IDENTITY', fc.constant({})),
  requestedItem(
    'WATCHLIST_SCREENING',
    fc.record({ categories: fc.uniqueArray(constantFrom('ADVERSE-MEDIA', 'SANCTIONS')) }),
  ),
  requestedItem(
    'WATCHLIST_ADVANCED_CA',
    fc.record({ type: fc.constant('WITH_YOTI_ACCOUNT' as const), ...search }),
  ),
  requestedItem(
    'WATCHLIST_ADVANCED_CA',
    fc.record(
      {
        type: fc.constant('WITH_CUSTOM_ACCOUNT' as const),
        api_key: text,
        monitoring: fc.boolean(),
        tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text, { maxKeys: 3 }),
        client_ref: text,
        ...search,
      },
      { noNullPrototype: true },
    ),
  ),
)
