import type { NotificationsConfig } from '../yoti/session-spec.js'

export function buildNotificationsConfig(baseUrl: string, token: string): NotificationsConfig {
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
