import type { RequestHandler, Router } from 'express'
import { createApiAuth, type ApiKey } from './api-keys.js'
import { createApiRoutes, type ApiRoutesOptions } from './api-routes.js'
import { createOutcomeWebhooks, describeForWork } from './outcome-webhooks.js'
import type { OutcomeWebhooksOptions } from './outcome-webhooks.js'
import { createWebhookSender, type WebhookSenderOptions } from './send-webhook.js'

export interface RelyingBusinessOptions extends Omit<OutcomeWebhooksOptions, 'sender'> {
  apiKeys: readonly ApiKey[]
  /** undefined when outcomes are told to nobody. */
  webhook: WebhookSenderOptions | undefined
}

/** What the routes take of the process's parts. */
interface Surroundings extends Pick<
  ApiRoutesOptions,
  'sessions' | 'scenarios' | 'yoti' | 'supportedDocuments' | 'now'
> {
  config: Pick<ApiRoutesOptions, 'baseUrl' | 'returnUrlOrigins'> & {
    presets: ReadonlyMap<string, unknown>
  }
}

/** For those without a key, and for what is open to all. */
export type Limits = Record<'api' | 'plain', RequestHandler>

/** All that the rest of src knows of this folder. It comes off with its two lines in app.ts. */
export function createRelyingBusiness(options: RelyingBusinessOptions) {
  const { apiKeys, webhook, findSession, now } = options
  return {
    createRoutes: ({ config, ...parts }: Surroundings, limits: Limits): Router =>
      createApiRoutes({
        ...parts,
        baseUrl: config.baseUrl,
        returnUrlOrigins: config.returnUrlOrigins,
        presetNames: [...config.presets.keys()],
        apiAuth: createApiAuth(apiKeys, limits.api),
        limit: limits.plain,
      }),
    webhooks: webhook && {
      describeEvent: describeForWork,
      deliver: createOutcomeWebhooks({ sender: createWebhookSender(webhook), findSession, now }),
    },
  }
}
