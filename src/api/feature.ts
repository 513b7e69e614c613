import type { RequestHandler, Router } from 'express'
import { createApiKeyAuth, type ApiKey } from './api-key-auth.js'
import { createApiRoutes, type ApiRoutesOptions } from './api-routes.js'
import { createWebhookJobHandler, serializeOutcomeEvent } from '../webhooks/webhook-job-handler.js'
import type { WebhookJobOptions } from '../webhooks/webhook-job-handler.js'
import { createWebhookSender, type WebhookSenderOptions } from '../webhooks/webhook-sender.js'

export interface ApiFeatureOptions extends Omit<WebhookJobOptions, 'sender'> {
  apiKeys: readonly ApiKey[]
  /** undefined when outcomes are told to nobody. */
  webhook: WebhookSenderOptions | undefined
}

/** What the routes take of the process's parts. */
interface ApiContext extends Pick<
  ApiRoutesOptions,
  'sessions' | 'scenarios' | 'yoti' | 'supportedDocuments' | 'now'
> {
  config: Pick<ApiRoutesOptions, 'baseUrl' | 'returnUrlOrigins'> & {
    presets: ReadonlyMap<string, unknown>
  }
}

/** For those without a key, and for what is open to all. */
export type ApiRateLimits = Record<'api' | 'plain', RequestHandler>

/** All that the rest of src knows of this folder. It comes off with its two lines in app.ts. */
export function createApiFeature(options: ApiFeatureOptions) {
  const { apiKeys, webhook, findSession, now } = options
  return {
    createRoutes: ({ config, ...context }: ApiContext, limits: ApiRateLimits): Router =>
      createApiRoutes({
        ...context,
        baseUrl: config.baseUrl,
        returnUrlOrigins: config.returnUrlOrigins,
        presetNames: [...config.presets.keys()],
        apiAuth: createApiKeyAuth(apiKeys, limits.api),
        rateLimit: limits.plain,
      }),
    webhooks: webhook && {
      buildEventPayload: serializeOutcomeEvent,
      deliver: createWebhookJobHandler({ sender: createWebhookSender(webhook), findSession, now }),
    },
  }
}
