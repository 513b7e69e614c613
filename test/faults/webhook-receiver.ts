import { Webhook } from 'standardwebhooks'
import { listen } from '../support/listen.js'

export interface WebhookEvent {
  id: string
  type: string
  sessionId: string
  outcome: string
}

export interface WebhookReceiver extends AsyncDisposable {
  url: string
  /** Accepted events in order of arrival. */
  events: WebhookEvent[]
  forgedCount(): number
}

/** Rejects events without a valid signature, and any event while `shouldReject` returns true. */
export async function startWebhookReceiver(
  secret: string,
  shouldReject: () => boolean,
): Promise<WebhookReceiver> {
  const events: WebhookEvent[] = []
  let forged = 0
  const webhook = new Webhook(secret)
  const server = await listen((req, res) => {
    let body = ''
    req.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    req.on('end', () => {
      try {
        const headers = req.headers as Record<string, string>
        const { type, data } = webhook.verify(body, headers) as {
          type: string
          data: { sessionId: string; outcome: string }
        }
        if (shouldReject()) res.statusCode = 503
        else events.push({ id: headers['webhook-id'] ?? '', type, ...data })
      } catch {
        forged += 1
        res.statusCode = 400
      }
      res.end()
    })
  })
  return { ...server, url: `${server.url}/outcome`, events, forgedCount: () => forged }
}

/** The events of a session without repeated deliveries. */
export function listDistinctEvents(events: readonly WebhookEvent[], sessionId: string): string[] {
  const eventsById = new Map<string, string>()
  for (const { id, type, outcome, ...event } of events) {
    if (event.sessionId === sessionId && !eventsById.has(id))
      eventsById.set(id, `${type} ${outcome}`)
  }
  return [...eventsById.values()]
}
