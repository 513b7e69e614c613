import { z } from 'zod'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-filter.js'
import {
  media,
  mediaHolder,
  openEnum,
  optional,
  partialObject,
  responseObject,
} from './response-schema.js'

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
export const resources = partialObject({
  id_documents: z.array(document),
  supplementary_documents: z.array(document),
  liveness_capture: z.array(capture),
  face_capture: z.array(capture),
  applicant_profiles: z.array(applicantProfile),
  share_codes: z.array(shareCode),
})

export type Task = z.infer<typeof task>
export type Page = z.infer<typeof page>
type Document = z.infer<typeof document>
export type IdDocument = Omit<Document, 'file'>
export type SupplementaryDocument = Omit<Document, 'document_id_photo' | 'expanded_document_fields'>
export type LivenessCapture = z.infer<typeof capture>
export type FaceCapture = LivenessCapture
export type ApplicantProfile = z.infer<typeof applicantProfile>
export type ShareCode = z.infer<typeof shareCode>
