import { parseSessionSpec, type SessionSpec } from '../yoti/session-spec.js'

/** A named session specification without what the server adds. */
export interface Preset {
  name: string
  spec: SessionSpec
  /** The client posts a message to our page at the end instead of redirecting to us. */
  finishByMessages: boolean
}

/** What the server adds to a preset for each session. */
export interface ServerPart {
  baseUrl: string
  /** Seconds. */
  clientSessionTokenTtl: number
  /** Seconds. */
  resourcesTtl: number
}

/**
 * Reads a preset. `success_url` and `error_url` set to null choose messages instead of redirects.
 *
 * @throws AppError that names every problem by its JSON path
 */
export function parsePreset(value: unknown, name: string): Preset {
  const copy = structuredClone(value) as { sdk_config?: Record<string, unknown> } | null
  const sdkConfig = copy?.sdk_config
  const finishByMessages = sdkConfig?.success_url === null && sdkConfig.error_url === null
  if (finishByMessages) {
    delete sdkConfig.success_url
    delete sdkConfig.error_url
  }
  return { name, spec: parseSessionSpec(copy, name), finishByMessages }
}

/** The body of `POST /sessions`: the preset, and what the server adds. */
export function composeSpec(preset: Preset, server: ServerPart): SessionSpec {
  const { spec, finishByMessages } = preset
  const redirects = finishByMessages
    ? {}
    : { success_url: `${server.baseUrl}/success`, error_url: `${server.baseUrl}/error` }
  return {
    ...(spec.session_deadline === undefined
      ? { client_session_token_ttl: server.clientSessionTokenTtl }
      : {}),
    resources_ttl: server.resourcesTtl,
    ...spec,
    sdk_config: {
      privacy_policy_url: `${server.baseUrl}/privacy-policy`,
      ...redirects,
      ...spec.sdk_config,
    },
  }
}
