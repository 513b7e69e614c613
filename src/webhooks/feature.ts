import {
  createWebhookJobHandler,
  serializeOutcomeEvent,
  type WebhookJobOptions,
} from './webhook-job-handler.js'
import { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js'

interface WebhooksContext extends Omit<WebhookJobOptions, 'sender'> {
  webhook: WebhookSenderOptions | undefined
}

export const webhooksFeature = {
  name: 'webhooks',

  eventPayloadBuilder: ({ webhook }: Pick<WebhooksContext, 'webhook'>) =>
    webhook && serializeOutcomeEvent,

  jobHandlers({ webhook, findSession, now }: WebhooksContext) {
    if (webhook === undefined) return {}
    const sender = createWebhookSender(webhook)
    return { deliver: createWebhookJobHandler({ sender, findSession, now }) }
  },
}
