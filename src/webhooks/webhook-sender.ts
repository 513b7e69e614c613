import type { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import { Webhook } from 'standardwebhooks'
import { AppError } from '../errors.js'
import { stripRequest } from '../yoti/errors.js'

/** The relying business did not take an event. */
export class WebhookError extends AppError {
  readonly status: number | undefined

  constructor(code: 'WEBHOOK_REFUSED' | 'WEBHOOK_UNREACHABLE', reason: string, status?: number) {
    super(code, `OUTCOME_WEBHOOK_URL ${reason}. Check the address and its receiver.`)
    this.status = status
  }

  override toLogFields(): object {
    return { message: this.message }
  }
}

export interface WebhookSenderOptions {
  url: string
  /** `whsec_` and base64, or base64 alone. Each makes a signature: the receiver knows one of them. */
  secrets: readonly string[]
  /** Milliseconds for all of it: 10 000. */
  timeoutMs?: number
}

export interface WebhookDelivery {
  /** The same for every try; see webhookId. */
  id: string
  payload: string
  now: number
}

export interface WebhookSender {
  /** @throws WebhookError unless the receiver answers 2xx */
  send(delivery: WebhookDelivery): Promise<void>
}

/** @see https://www.standardwebhooks.com */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { url, secrets, timeoutMs = 10_000 } = options
  const signers = secrets.map((secret) => new Webhook(secret))

  const post = async ({ id, payload, now }: WebhookDelivery, signal: AbortSignal) => {
    const signatures = signers.map((signer) => signer.sign(id, new Date(now), payload))
    // Bytes, because axios trims a text.
    const response: AxiosResponse<Readable> = await axios.post(url, Buffer.from(payload), {
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'yoti-doc-scan-relying-party',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now / 1000)),
        'webhook-signature': signatures.join(' '),
      },
      maxRedirects: 0,
      proxy: false,
      signal,
      responseType: 'stream',
      decompress: false,
      validateStatus: () => true,
    })
    // Whatever it says besides the status, nobody reads it.
    response.data.destroy()
    return response.status
  }

  return {
    async send(delivery) {
      const signal = AbortSignal.timeout(timeoutMs)
      const status = await post(delivery, signal).catch((err: unknown) => {
        // NOTE: an AxiosError holds the whole request, so it is not even the cause.
        const code = signal.aborted ? 'ETIMEDOUT' : (stripRequest(err).code ?? 'unknown')
        throw new WebhookError('WEBHOOK_UNREACHABLE', `could not be reached (${code})`)
      })
      if (status < 200 || status >= 300) {
        throw new WebhookError('WEBHOOK_REFUSED', `answered ${status}`, status)
      }
    },
  }
}
