import { parseSessionSpec, SessionSpecError, type SessionSpec } from '../yoti/session-spec.js'

/** A named session specification without what the server adds. */
export interface Preset {
  name: string
  spec: SessionSpec
  /** The client posts a message to our page at the end instead of redirecting to us. */
  usesPostMessage: boolean
}

/** What the server adds to a preset for each session. */
export interface ServerSettings {
  baseUrl: string
  /** Seconds. */
  clientSessionTokenTtl: number
  /** Seconds. */
  resourcesTtl: number
}

/** Set for every preset alike, by what stands behind each, so that what the pages say of them is true. */
const SERVER_CONTROLLED_FIELDS: Readonly<Record<string, string>> = {
  client_session_token_ttl: 'CLIENT_SESSION_TOKEN_TTL',
  session_deadline: 'CLIENT_SESSION_TOKEN_TTL',
  resources_ttl: 'RESOURCES_TTL',
  user_tracking_id: 'the order’s userReference',
  notifications: 'the server, for itself',
}

/**
 * Reads a preset. `success_url` and `error_url` set to null choose messages instead of redirects.
 *
 * @throws SessionSpecError that names every problem by its JSON path
 */
export function parsePreset(value: unknown, name: string): Preset {
  const copy = structuredClone(value) as { sdk_config?: Record<string, unknown> } | null
  const sdkConfig = copy?.sdk_config
  const usesPostMessage = sdkConfig?.success_url === null && sdkConfig.error_url === null
  if (usesPostMessage) {
    delete sdkConfig.success_url
    delete sdkConfig.error_url
  }
  const spec = parseSessionSpec(copy, name)
  const forbiddenFields = Object.keys(spec).filter((field) =>
    Object.hasOwn(SERVER_CONTROLLED_FIELDS, field),
  )
  if (forbiddenFields.length > 0) {
    throw new SessionSpecError(
      forbiddenFields.map(
        (field) => `${name}.${field}: leave it out: set by ${SERVER_CONTROLLED_FIELDS[field]}`,
      ),
    )
  }
  return { name, spec, usesPostMessage }
}

/** The body of `POST /sessions`: the preset, and what the server adds. */
export function buildSessionSpec(preset: Preset, server: ServerSettings): SessionSpec {
  const { spec, usesPostMessage } = preset
  const redirects = usesPostMessage
    ? {}
    : { success_url: `${server.baseUrl}/success`, error_url: `${server.baseUrl}/error` }
  return {
    client_session_token_ttl: server.clientSessionTokenTtl,
    resources_ttl: server.resourcesTtl,
    ...spec,
    sdk_config: {
      privacy_policy_url: `${server.baseUrl}/privacy-policy`,
      ...redirects,
      ...spec.sdk_config,
    },
  }
}
