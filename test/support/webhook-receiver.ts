import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { outcomeEventSchema, type OutcomeEvent } from '../../src/api/public-fields.js'
import { listen } from './listen.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

export interface WebhookReceiver extends AsyncDisposable {
  /** Configures the server. */
  env: Record<'OUTCOME_WEBHOOK_URL' | 'OUTCOME_WEBHOOK_SECRET', string>
  /** Accepted events in order of arrival. */
  events: ({ id: string } & OutcomeEvent)[]
  /** Requests with a wrong signature or an invalid body. */
  invalidCount: number
  rejectedCount: number
}

/** A relying business that verifies each webhook. */
export async function startWebhookReceiver(
  shouldReject: () => boolean = () => false,
  secret = SECRET,
): Promise<WebhookReceiver> {
  const server = await listen((req, res) => {
    void text(req).then((body) => {
      res.statusCode = receive(req.headers as Record<string, string>, body)
      res.end()
    })
  })

  const receive = (headers: Record<string, string>, body: string): number => {
    const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '' } = headers
    // Not `verify`, because the clock of some tests is not the receiver's.
    const signature = new Webhook(secret).sign(id, new Date(Number(seconds) * 1000), body)
    const event = outcomeEventSchema.safeParse(JSON.parse(body))
    if (!headers['webhook-signature']?.split(' ').includes(signature) || !event.success) {
      receiver.invalidCount += 1
      return 400
    }
    if (shouldReject()) {
      receiver.rejectedCount += 1
      return 503
    }
    receiver.events.push({ id, ...event.data })
    return 204
  }
  const receiver: WebhookReceiver = {
    ...server,
    env: { OUTCOME_WEBHOOK_URL: `${server.url}/outcome`, OUTCOME_WEBHOOK_SECRET: secret },
    events: [],
    invalidCount: 0,
    rejectedCount: 0,
  }
  return receiver
}
