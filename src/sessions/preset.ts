import type { FieldError } from '../errors.js'
import { parseSessionSpec, SessionSpecError, type SessionSpec } from '../yoti/session-spec.js'

/** A named session specification, without the fields that the server adds. */
export interface Preset {
  name: string
  spec: SessionSpec
  /** Yoti's client ends with a message to the embedding page instead of a redirect. */
  usesPostMessage: boolean
  /** What Yoti may reject. Each path starts with the preset's name. */
  warnings: readonly FieldError[]
}

/** The part of a scenario that creates a session. */
export interface SessionScenario {
  name: string
  preset: Preset
  /** For Yoti's sandbox, at the time of the session. */
  responseConfig?: (now: number) => object
  /** Called before the user can start. */
  prepare?: (sessionId: string) => Promise<void>
}

/** Each field with its source. The pages describe these values, so a preset must not set them. */
const SERVER_CONTROLLED_FIELDS: Readonly<Record<string, string>> = {
  client_session_token_ttl: 'CLIENT_SESSION_TOKEN_TTL',
  session_deadline: 'CLIENT_SESSION_TOKEN_TTL',
  resources_ttl: 'RESOURCES_TTL',
  user_tracking_id: 'userReference',
  notifications: 'the server',
}

/**
 * Setting both `success_url` and `error_url` to null chooses messages instead of redirects.
 *
 * @throws SessionSpecError that gives every problem with its JSON path
 */
export function parsePreset(value: unknown, name: string): Preset {
  const copy = structuredClone(value) as { sdk_config?: Record<string, unknown> } | null
  const sdkConfig = copy?.sdk_config
  const usesPostMessage = sdkConfig?.success_url === null && sdkConfig.error_url === null
  if (usesPostMessage) {
    delete sdkConfig.success_url
    delete sdkConfig.error_url
  }
  const { spec, warnings } = parseSessionSpec(copy, name)
  const forbiddenFields = Object.keys(spec).filter((field) =>
    Object.hasOwn(SERVER_CONTROLLED_FIELDS, field),
  )
  if (forbiddenFields.length > 0) {
    throw new SessionSpecError(
      forbiddenFields.map((field) => ({
        path: `${name}.${field}`,
        message: `remove it, because it is set by ${SERVER_CONTROLLED_FIELDS[field]}`,
      })),
    )
  }
  return { name, spec, usesPostMessage, warnings }
}
