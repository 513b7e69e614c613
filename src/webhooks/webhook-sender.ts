import type { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import { Webhook } from 'standardwebhooks'
import type { Webhook as WebhookTarget } from '../config/callers.js'
import { AppError } from '../errors.js'
import { stripRequest } from '../yoti/errors.js'
import { createProxyAgent, USER_AGENT } from '../yoti/transport.js'

export interface WebhookSenderOptions extends WebhookTarget {
  /** The HTTP proxy for a URL, if it needs one. */
  findProxy?: ((url: string) => string | undefined) | undefined
  timeoutMs?: number
}

interface WebhookDelivery {
  id: string
  payload: string
  traceparent?: string | undefined
  now: number
}

/**
 * Its errors are AppErrors `WEBHOOK_REFUSED` or `WEBHOOK_UNREACHABLE`.
 *
 * @see https://www.standardwebhooks.com
 */
export function createWebhookSender(options: WebhookSenderOptions) {
  const { url, secrets, findProxy, timeoutMs = 10_000 } = options
  const proxyUrl = findProxy?.(url)
  const httpsAgent = proxyUrl === undefined ? undefined : createProxyAgent(proxyUrl)
  const signers = secrets.map((secret) => new Webhook(secret))

  /**
   * Resolves to any response, whose body the caller reads or destroys.
   *
   * @throws AppError when there is none
   */
  const post = async (delivery: WebhookDelivery): Promise<AxiosResponse<Readable>> => {
    const { id, payload, traceparent, now } = delivery
    const signatures = signers.map((signer) => signer.sign(id, new Date(now), payload))
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      // A Buffer, because axios trims strings.
      return await axios.post(url, Buffer.from(payload), {
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': USER_AGENT,
          traceparent,
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now / 1000)),
          'webhook-signature': signatures.join(' '),
        },
        maxRedirects: 0,
        proxy: false,
        httpsAgent,
        signal,
        responseType: 'stream',
        decompress: false,
        validateStatus: () => true,
      })
    } catch (err) {
      // An AxiosError contains the whole request, so it must not become the cause.
      const code = signal.aborted ? 'ETIMEDOUT' : (stripRequest(err).code ?? 'unknown')
      throw createError('WEBHOOK_UNREACHABLE', `could not be reached (${code})`)
    }
  }

  return {
    post,
    /** @throws AppError unless the receiver answers 2xx */
    async send(delivery: WebhookDelivery): Promise<void> {
      const { status, data } = await post(delivery)
      // Only the status matters.
      data.destroy()
      if (status < 200 || status >= 300) {
        throw createError('WEBHOOK_REFUSED', `responded with ${status}`)
      }
    },
  }
}

function createError(code: 'WEBHOOK_REFUSED' | 'WEBHOOK_UNREACHABLE', reason: string): AppError {
  return new AppError(code, `The outcome webhook ${reason}. Check its URL and its receiver.`)
}
