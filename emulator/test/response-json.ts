/** The fields that the tests read. Each response has only some of them. */
export interface ResponseJson {
  code: string
  message: string
  errors: { property: string; message: string }[]

  session_id: string
  client_session_token: string
  client_session_token_ttl: number

  access_token: string
  state: string
  biometric_consent: string
  resources: {
    id_documents: DocumentJson[]
    supplementary_documents: DocumentJson[]
    liveness_capture: LivenessJson[]
    face_capture: (ResourceJson & { image: WrappedJson })[]
    applicant_profiles: (ResourceJson & { media: MediaJson })[]
    share_codes?: ResourceJson[]
  }
  checks: CheckJson[]
  identity_profile: ProfileJson
  advanced_identity_profile: ProfileJson
  identity_profile_preview: WrappedJson
  import_token: WrappedJson

  capture: { biometric_consent: string; required_resources: RequirementJson[] }
  sdk_config: Record<string, unknown>
  supported_countries: CountryJson[]

  id: string
  frames: number
  pages: number
  passed: boolean
  attempts_remaining: unknown
  recommendation: { value: string }
}

export interface MediaJson {
  id: string
  type: string
}
interface WrappedJson {
  media: MediaJson
}
interface ResourceJson {
  id: string
  source: { type: string }
  tasks: {
    id: string
    state: string
    generated_checks: { id: string; type: string }[]
    generated_media: MediaJson[]
  }[]
}
interface DocumentJson extends ResourceJson {
  issuing_country: string
  document_type: string
  pages: (WrappedJson & {
    capture_method: string
    frames: Partial<WrappedJson>[]
    extraction_image_ids?: string[]
  })[]
  file: WrappedJson
  document_fields: WrappedJson
  document_id_photo: WrappedJson
  expanded_document_fields: WrappedJson
}
interface LivenessJson extends ResourceJson {
  capture_type?: string
  image: WrappedJson
  facemap: WrappedJson
  frames: Partial<WrappedJson>[]
}
export interface CheckJson {
  id: string
  type: string
  state: string
  resources_used: string[]
  generated_media: MediaJson[]
  generated_profile: WrappedJson
  report: {
    recommendation: { value: string; reason: string }
    breakdown: { sub_check: string; result: string; process: string }[]
    watchlist_summary: { raw_results: WrappedJson }
  }
}
interface ProfileJson {
  result: string
  failure_reason: { reason_code: string }
  identity_profile_report: WrappedJson
}
interface RequirementJson {
  id: string
  type: string
  state: string
  supported_countries: CountryJson[]
}
export interface CountryJson {
  code: string
  supported_documents: { type: string; is_strictly_latin: boolean }[]
}

/** @throws Error when there is none, so that a test fails here and not at a later property */
export function first<Item>(items: readonly Item[]): Item {
  const [item] = items
  if (item === undefined) throw new Error('expected at least one, found none')
  return item
}
