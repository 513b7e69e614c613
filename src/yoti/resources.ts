import { z } from 'zod'
import { ID_DOCUMENT_TYPES, SUPPLEMENTARY_DOCUMENT_TYPES } from './document-filter.js'
import {
  generatedMedia,
  mediaHolder,
  mediaReference,
  openEnum,
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

const task = responseObject({
  type: openEnum(
    'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
    'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
    'VERIFY_SHARE_CODE_TASK',
  ),
  id: z.prefault(z.string(), ''),
  state: openEnum('CREATED', 'PENDING', 'DONE', 'FAILED').exactOptional(),
  created: z.string().exactOptional(),
  generated_media: z.array(generatedMedia).exactOptional(),
  recommendation: taskRecommendation.exactOptional(),
})

const resource = {
  id: z.prefault(z.string(), ''),
  tasks: z.array(task).exactOptional(),
  source: responseObject({
    type: openEnum('END_USER', 'IBV', 'RELYING_BUSINESS'),
  }).exactOptional(),
  /** `created_at` here, `created` everywhere else. */
  created_at: z.string().exactOptional(),
}

/** One side of a document. Without media until the image arrives. */
const page = responseObject({
  media: mediaReference.exactOptional(),
  frames: z.array(mediaHolder).exactOptional(),
})

const document = {
  ...resource,
  document_type: openEnum(...ID_DOCUMENT_TYPES, ...SUPPLEMENTARY_DOCUMENT_TYPES).exactOptional(),
  /** ISO 3166-1 alpha-3. */
  issuing_country: z.string().exactOptional(),
  pages: z.array(page).exactOptional(),
  /** JSON from the latest successful extraction. */
  document_fields: mediaHolder.exactOptional(),
}

const idDocument = responseObject({
  ...document,
  /** The portrait cut out of the document. */
  document_id_photo: mediaHolder.exactOptional(),
  expanded_document_fields: mediaHolder.exactOptional(),
})

const supplementaryDocument = responseObject({
  ...document,
  /** An uploaded PDF, which has no pages. */
  file: mediaHolder.exactOptional(),
})

/** STATIC has an `image`, ZOOM has a `facemap` and `frames`. */
const livenessCapture = responseObject({
  ...resource,
  liveness_type: openEnum('STATIC', 'ZOOM').exactOptional(),
  image: mediaHolder.exactOptional(),
  facemap: mediaHolder.exactOptional(),
  frames: z.array(mediaHolder).exactOptional(),
})

const faceCapture = responseObject({ ...resource, image: mediaHolder.exactOptional() })

const applicantProfile = responseObject({
  ...resource,
  media: mediaReference.exactOptional(),
})

const shareCode = responseObject({
  ...resource,
  lookup_profile: mediaHolder.exactOptional(),
  returned_profile: mediaHolder.exactOptional(),
  id_photo: mediaHolder.exactOptional(),
  file: mediaHolder.exactOptional(),
})

/** What the user or the relying party supplied. Every attempt creates a new resource. */
export const resources = responseObject({
  id_documents: z.array(idDocument).exactOptional(),
  supplementary_documents: z.array(supplementaryDocument).exactOptional(),
  liveness_capture: z.array(livenessCapture).exactOptional(),
  face_capture: z.array(faceCapture).exactOptional(),
  applicant_profiles: z.array(applicantProfile).exactOptional(),
  share_codes: z.array(shareCode).exactOptional(),
})

export type Task = z.infer<typeof task>
export type Page = z.infer<typeof page>
export type IdDocument = z.infer<typeof idDocument>
export type SupplementaryDocument = z.infer<typeof supplementaryDocument>
export type LivenessCapture = z.infer<typeof livenessCapture>
export type FaceCapture = z.infer<typeof faceCapture>
export type ApplicantProfile = z.infer<typeof applicantProfile>
export type ShareCode = z.infer<typeof shareCode>
