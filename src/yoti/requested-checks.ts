import { z } from 'zod'
import { documentFilter } from './document-filter.js'
import { watchlistAdvancedCa, watchlistScreening } from './requested-watchlist-checks.js'
import { openEnum, manualCheck } from './spec-schema.js'

const inBranchManualCheck = z.enum(['ALWAYS', 'FALLBACK', 'NEVER', 'IBV'])

const authenticity = z.strictObject({
  type: z.literal('ID_DOCUMENT_AUTHENTICITY'),
  config: z.strictObject({
    manual_check: manualCheck.exactOptional(),
    /** Asks the authority that issued the document. `filter` limits this to some documents. */
    issuing_authority_sub_check: z
      .strictObject({ requested: z.boolean(), filter: documentFilter.exactOptional() })
      .exactOptional(),
  }),
})

const liveness = z.strictObject({
  type: z.literal('LIVENESS'),
  config: z.strictObject({
    max_retries: z.int().min(1).exactOptional(),
    liveness_type: z.enum(['STATIC', 'ZOOM']),
    manual_check: manualCheck.exactOptional(),
  }),
})

const faceMatch = z.strictObject({
  type: z.literal('ID_DOCUMENT_FACE_MATCH'),
  config: z.strictObject({ manual_check: manualCheck }),
})

/** Compares the liveness capture with a face that the relying party uploads. */
const faceComparison = z.strictObject({
  type: z.literal('FACE_COMPARISON'),
  config: z.strictObject({ manual_check: z.literal('NEVER') }),
})

/** Compares the name and date of birth on two documents. */
const documentComparison = z.strictObject({
  type: z.literal('ID_DOCUMENT_COMPARISON'),
  config: z.strictObject({}),
})

const thirdPartyIdentity = z.strictObject({
  type: z.literal('THIRD_PARTY_IDENTITY'),
  config: z.strictObject({ manual_check: z.literal('NEVER').exactOptional() }),
})

const familiarFaceSearch = z.strictObject({
  type: z.literal('FAMILIAR_FACE_SEARCH'),
  config: z.strictObject({
    pool_id: z.guid({ error: 'expected a UUID' }),
    approval_criteria: z.enum(['MATCH', 'NO_MATCH']),
  }),
})

const visualReview = z.strictObject({
  type: z.literal('IBV_VISUAL_REVIEW_CHECK'),
  config: z.strictObject({ manual_check: inBranchManualCheck }),
})

const profileDocumentMatch = z.strictObject({
  type: z.literal('PROFILE_DOCUMENT_MATCH'),
  config: z.strictObject({ manual_check: inBranchManualCheck }),
})

const schemeValidity = z.strictObject({
  type: z.literal('DOCUMENT_SCHEME_VALIDITY_CHECK'),
  config: z.strictObject({
    manual_check: inBranchManualCheck,
    scheme: openEnum('UK_DBS', 'UK_GDS'),
  }),
})

/** Closed, because a new type needs a schema for its `config`. */
export const requestedCheck = z.discriminatedUnion('type', [
  authenticity,
  liveness,
  faceMatch,
  faceComparison,
  documentComparison,
  thirdPartyIdentity,
  watchlistScreening,
  watchlistAdvancedCa,
  familiarFaceSearch,
  visualReview,
  profileDocumentMatch,
  schemeValidity,
])

export type RequestedCheck = z.infer<typeof requestedCheck>
