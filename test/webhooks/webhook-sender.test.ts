import { afterEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { serializeError } from '../../src/errors.js'
import { createWebhookSender } from '../../src/webhooks/webhook-sender.js'
import { getFreePort } from '../support/free-port.js'
import { listen } from '../support/listen.js'

const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const OTHER = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
// The trailing space and the umlaut fail if other bytes are signed than sent.
const PAYLOAD = '{"type":"session.completed","data":{"userReference":"müller"}} '

const servers: AsyncDisposable[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = await listen(listener)
  servers.push(server)
  return `${server.url}/outcomes?token=AdaSecret`
}

interface ReceivedWebhook {
  req: IncomingMessage
  body: string
}

async function receive(status = 204, headers: Record<string, string> = {}) {
  const receipts: ReceivedWebhook[] = []
  const url = await serve((req, res) => {
    void text(req).then((body) => {
      receipts.push({ req, body })
      res.writeHead(status, headers).end(status === 204 ? undefined : 'AdaSecret')
    })
  })
  return { url, receipts }
}

const deliver = (url: string, secrets = [NEW, OLD], timeout = 5000) =>
  createWebhookSender({ url, secrets, timeoutMs: timeout }).send({
    id: 'evt_1_completed',
    payload: PAYLOAD,
    now: Date.now(),
  })

const failure = (sending: Promise<void>) =>
  sending.then(
    () => undefined,
    (err: unknown) => err,
  )

describe('createWebhookSender', () => {
  it('signs with each secret', async () => {
    const { url, receipts } = await receive()
    await deliver(url)
    const [receipt] = receipts
    const headers = receipt?.req.headers as Record<string, string>
    expect(receipt?.req.method).toBe('POST')
    expect(receipt?.body).toBe(PAYLOAD)
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'evt_1_completed',
    })
    for (const secret of [OLD, NEW]) {
      const event = new Webhook(secret).verify(PAYLOAD, headers)
      expect(event).toMatchObject({ data: { userReference: 'müller' } })
    }
    expect(() => new Webhook(OTHER).verify(PAYLOAD, headers)).toThrow('No matching signature')
    expect(() => new Webhook(NEW).verify(PAYLOAD.trim(), headers)).toThrow('No matching signature')
    const replayed = { ...headers, 'webhook-id': 'evt_2_completed' }
    expect(() => new Webhook(NEW).verify(PAYLOAD, replayed)).toThrow('No matching signature')
  })

  it.each([200, 299, 301, 307, 410, 429, 500])(
    'rejects unless the response is 2xx, and follows no redirect: %d',
    async (status) => {
      const elsewhere = await receive()
      const { url, receipts } = await receive(status, { Location: elsewhere.url })
      const err = await failure(deliver(url))
      if (status < 300) expect(err).toBeUndefined()
      else {
        expect(err).toMatchObject({ code: 'WEBHOOK_REFUSED' })
        expect((err as Error).message).toContain(`responded with ${status}`)
      }
      expect(receipts).toHaveLength(1)
      expect(elsewhere.receipts).toEqual([])
    },
  )

  it('rejects with ETIMEDOUT after the timeout', async () => {
    const url = await serve(() => undefined)
    const err = await failure(deliver(url, [NEW], 50))
    expect(err).toMatchObject({ code: 'WEBHOOK_UNREACHABLE' })
    expect((err as Error).message).toContain('ETIMEDOUT')
  })

  it('does not read an endless response', async () => {
    let closed: Promise<unknown> | undefined
    const url = await serve((_req, res) => {
      closed = once(res, 'close')
      res.writeHead(200)
      const fill = () => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536)));
      }
      res.on('drain', fill)
      fill()
    })
    await expect(deliver(url)).resolves.toBeUndefined()
    await closed
  })

  it('rejects with ECONNREFUSED and logs nothing of the request', async () => {
    const err = await failure(deliver(`http://127.0.0.1:${await getFreePort()}/AdaSecret`))
    expect(err).toMatchObject({ code: 'WEBHOOK_UNREACHABLE' })
    expect((err as Error).cause).toBeUndefined()
    expect((err as Error).message).toContain('ECONNREFUSED')
    const everything = JSON.stringify([err, serializeError(err), String(err)])
    expect(everything).not.toMatch(/AdaSecret|müller|whsec_|v1,/)
  })

  it('ignores http_proxy', async () => {
    const proxy = await receive()
    const { url, receipts } = await receive()
    const { origin } = new URL(proxy.url)
    const before = process.env.http_proxy
    process.env.http_proxy = origin
    try {
      await deliver(url)
    } finally {
      if (before === undefined) delete process.env.http_proxy
      else process.env.http_proxy = before
    }
    expect(receipts).toHaveLength(1)
    expect(proxy.receipts).toEqual([])
  })
})
