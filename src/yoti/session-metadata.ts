import { z } from 'zod'
import { createParser, openEnum, responseObject } from './response-schema.js'
import { supportedCountry } from './supported-documents.js'

const requirementState = openEnum('REQUIRED', 'IN_PROGRESS', 'COMPLETE')

/** A resource that the session requires, whether supplied or not. */
const requiredResource = responseObject({
  type: openEnum(
    'ID_DOCUMENT',
    'SUPPLEMENTARY_DOCUMENT',
    'LIVENESS',
    'FACE_CAPTURE',
    'APPLICANT_PROFILE',
  ),
  /** The `requirement_id` of `createFaceCaptureResource`. */
  id: z.string(),
  state: requirementState.exactOptional(),
  allowed_sources: z
    .array(
      responseObject({
        type: openEnum('END_USER', 'RELYING_BUSINESS', 'IBV'),
      }),
    )
    .exactOptional(),
  requested_tasks: z
    .array(responseObject({ type: z.string(), state: requirementState.exactOptional() }))
    .exactOptional(),
  /** ID_DOCUMENT only, like the next three fields. */
  supported_countries: z.array(supportedCountry).exactOptional(),
  allowed_capture_methods: openEnum('CAMERA', 'CAMERA_AND_UPLOAD').exactOptional(),
  /** By category: `GENERIC`, `RECLASSIFICATION`. */
  attempts_remaining: z.record(z.string(), z.number()).exactOptional(),
  /** SUPPLEMENTARY_DOCUMENT only, like the next two fields. */
  document_types: z.array(z.string()).exactOptional(),
  country_codes: z.array(z.string()).exactOptional(),
  objective: responseObject({ type: z.string() }).exactOptional(),
  /** LIVENESS only. */
  liveness_type: openEnum('STATIC', 'ZOOM').exactOptional(),
})

const sessionConfiguration = responseObject({
  session_id: z.string(),
  /** Remaining seconds. */
  client_session_token_ttl: z.number().exactOptional(),
  requested_checks: z.array(z.string()).exactOptional(),
  capture: responseObject({
    biometric_consent: openEnum('REQUIRED', 'NOT_REQUIRED', 'CAPTURED').exactOptional(),
    required_resources: z.array(requiredResource).exactOptional(),
  }).exactOptional(),
  /** The requested values plus settings of the organisation such as `hide_logo`. */
  sdk_config: z.record(z.string(), z.unknown()).exactOptional(),
})

/** `GET /sessions/{sessionId}/configuration`. */
export type SessionConfiguration = z.infer<typeof sessionConfiguration>
export type RequiredResource = z.infer<typeof requiredResource>

export const parseSessionConfiguration = createParser(sessionConfiguration, 'session configuration')

const trackedDevice = responseObject({
  event: openEnum('CONFIG_FIRST_LOADED', 'RESOURCE_CREATED', 'CLIENT_SESSION_TOKEN_DELETED'),
  /** With RESOURCE_CREATED only. */
  resource_id: z.string().exactOptional(),
  created: z.string().exactOptional(),
  device: responseObject({
    ip_address: z.string().exactOptional(),
    ip_iso_country_code: z.string().exactOptional(),
    /** Yoti's spelling. */
    manufacture_name: z.string().exactOptional(),
    model_name: z.string().exactOptional(),
    os_name: z.string().exactOptional(),
    os_version: z.string().exactOptional(),
    browser_name: z.string().exactOptional(),
    browser_version: z.string().exactOptional(),
    locale: z.string().exactOptional(),
  }).exactOptional(),
})

/** One entry of `GET /sessions/{sessionId}/tracked-devices`, oldest first. */
export type TrackedDevice = z.infer<typeof trackedDevice>

export const parseTrackedDevices = createParser(z.array(trackedDevice), 'tracked devices')
