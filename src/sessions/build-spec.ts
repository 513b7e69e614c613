import type { OutcomeCriteria } from '../outcome/outcome.js'
import type { NotificationsConfig, SessionSpec } from '../yoti/session-spec.js'
import type { Preset } from './preset.js'
import type { Subject } from './store.js'

export interface ServerSettings {
  baseUrl: string
  clientSessionTokenTtl: number
  resourcesTtl: number
}

type SdkConfig = NonNullable<SessionSpec['sdk_config']>

/** How Yoti's client looks and speaks. */
export interface ClientSettings {
  /** What a preset may set otherwise. */
  defaults: SdkConfig
  /** The language of the pages, which a preset must not contradict. */
  locale?: string | undefined
}

interface SpecOptions {
  server: ServerSettings
  client: ClientSettings
  /** Undefined when Yoti cannot reach this server. */
  notificationToken?: string | undefined
}

/** A preset with what the server adds. */
export function buildSessionSpec(
  { spec, usesPostMessage }: Preset,
  subject: Subject,
  { server, client, notificationToken }: SpecOptions,
): SessionSpec {
  const { baseUrl, clientSessionTokenTtl, resourcesTtl } = server
  const redirects = usesPostMessage
    ? {}
    : { success_url: `${baseUrl}/success`, error_url: `${baseUrl}/error` }
  return {
    client_session_token_ttl: clientSessionTokenTtl,
    resources_ttl: resourcesTtl,
    ...spec,
    sdk_config: {
      ...client.defaults,
      ...redirects,
      ...spec.sdk_config,
      ...(client.locale === undefined ? {} : { locale: client.locale }),
    },
    ...(notificationToken === undefined
      ? {}
      : { notifications: buildNotifications(baseUrl, notificationToken) }),
    ...('userReference' in subject ? { user_tracking_id: subject.userReference } : {}),
  }
}

function buildNotifications(baseUrl: string, token: string): NotificationsConfig {
  return {
    auth_token: token,
    auth_type: 'BEARER',
    endpoint: `${baseUrl}/notifications`,
    topics: [
      'RESOURCE_UPDATE',
      'TASK_COMPLETION',
      'CHECK_COMPLETION',
      'SESSION_COMPLETION',
      'CLIENT_SESSION_TOKEN_DELETED',
    ],
  }
}

/** Copies only these fields, because a specification may contain credentials of other services. */
export function toOutcomeCriteria(spec: SessionSpec): OutcomeCriteria {
  const pickType = ({ type }: { type: string }) => ({ type })
  return {
    requested_checks: spec.requested_checks?.map(pickType),
    required_documents: spec.required_documents?.map(pickType),
    identity_profile_requirements: spec.identity_profile_requirements,
    advanced_identity_profile_requirements: spec.advanced_identity_profile_requirements,
  }
}
