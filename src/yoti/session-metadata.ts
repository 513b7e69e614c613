import { z } from 'zod'
import {
  createParser,
  openEnum,
  optional,
  partialObject,
  responseObject,
} from './response-schema.js'
import { supportedCountry } from './supported-documents.js'

/** A resource that the session requires, whether supplied or not, for example an ID_DOCUMENT. */
const requiredResource = responseObject({
  type: z.string(),
  /** The `requirement_id` of `createFaceCaptureResource`. */
  id: z.string(),
  ...optional({
    state: openEnum('REQUIRED', 'IN_PROGRESS', 'COMPLETE'),
    allowed_sources: z.array(
      responseObject({ type: openEnum('END_USER', 'RELYING_BUSINESS', 'IBV') }),
    ),
    supported_countries: z.array(supportedCountry),
    /** By category: `GENERIC`, `RECLASSIFICATION`. */
    attempts_remaining: z.record(z.string(), z.number()),
    document_types: z.array(z.string()),
  }),
})

const sessionConfiguration = responseObject({
  session_id: z.string(),
  ...optional({
    requested_checks: z.array(z.string()),
    capture: partialObject({
      biometric_consent: openEnum('REQUIRED', 'NOT_REQUIRED', 'CAPTURED'),
      required_resources: z.array(requiredResource),
    }),
  }),
})

/** `GET /sessions/{sessionId}/configuration`. */
export type SessionConfiguration = z.infer<typeof sessionConfiguration>
export type RequiredResource = z.infer<typeof requiredResource>

export const parseSessionConfiguration = createParser(sessionConfiguration, 'session configuration')

const trackedDevice = responseObject({
  event: openEnum('CONFIG_FIRST_LOADED', 'RESOURCE_CREATED', 'CLIENT_SESSION_TOKEN_DELETED'),
  ...optional({
    /** With RESOURCE_CREATED only. */
    resource_id: z.string(),
    created: z.string(),
    device: partialObject({
      ip_address: z.string(),
      ip_iso_country_code: z.string(),
      /** Yoti's spelling. */
      manufacture_name: z.string(),
      model_name: z.string(),
      os_name: z.string(),
      os_version: z.string(),
      browser_name: z.string(),
      browser_version: z.string(),
      locale: z.string(),
    }),
  }),
})

/** One entry of `GET /sessions/{sessionId}/tracked-devices`, oldest first. */
export type TrackedDevice = z.infer<typeof trackedDevice>

export const parseTrackedDevices = createParser(z.array(trackedDevice), 'tracked devices')
