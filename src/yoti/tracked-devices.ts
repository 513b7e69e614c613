import { z } from 'zod'
import { responseObject, parseResponse, openEnum } from './response-schema.js'

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
    client_version: z.string().exactOptional(),
  }).exactOptional(),
})

/** One entry of `GET /sessions/{sessionId}/tracked-devices`, oldest first. */
export type TrackedDevice = z.infer<typeof trackedDevice>

/** @throws YotiProtocolError */
export function parseTrackedDevices(value: unknown): TrackedDevice[] {
  return parseResponse(z.array(trackedDevice), value, 'tracked devices')
}
