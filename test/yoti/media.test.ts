import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import type { AttemptReport, YotiClient, YotiClientOptions } from '../../src/yoti/client.js'
import { respond, SESSION, startYotiServer, type Handler, type YotiServer } from './yoti-server.js'

let handler: Handler
let server: YotiServer

beforeEach(async () => {
  server = await startYotiServer((req, res) => {
    handler(req, res)
  })
})
afterEach(async () => {
  jest.useRealTimers()
  await server.close()
})

async function getMedia(client: YotiClient = server.createClient()) {
  const media = await client.getMedia('s-1', 'm-1')
  if (media === undefined) throw new Error('there is no media')
  return media
}

/** Announces 1000 bytes of JPEG, sends 400 and leaves the rest to the test. */
async function begin(options?: Partial<YotiClientOptions>) {
  const begun = new Promise<ServerResponse>((resolve) => {
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': '1000' })
      res.write(Buffer.alloc(400, 1), () => {
        resolve(res)
      })
    }
  })
  const { body } = await getMedia(server.createClient(options))
  return { body, res: await begun }
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0a])

it.each([
  ['Image/JPEG; charset=x', JPEG, 'image/jpeg'],
  ['image/jpg', JPEG, 'image/jpeg'],
  ['image/jpeg', Buffer.from('<script>'), 'application/octet-stream'],
  ['image/jpeg', JPEG.subarray(0, 2), 'application/octet-stream'],
  ['image/jpeg', Buffer.alloc(0), 'application/octet-stream'],
  ['image/png', JPEG, 'application/octet-stream'],
  ['application/pdf', Buffer.from('<!doctype html>'), 'application/octet-stream'],
  ['', JPEG, 'application/octet-stream'],
])('media of type %j that begin with %j are %s', async (declared, content, contentType) => {
  handler = (_, res) => {
    res.writeHead(200, declared === '' ? {} : { 'Content-Type': declared })
    // The first byte alone does not show the type.
    res.write(content.subarray(0, 1), () => res.end(content.subarray(1)))
  }
  const media = await getMedia()
  expect(media.contentType).toBe(contentType)
  expect(media).not.toHaveProperty('contentLength')
  expect(await buffer(media.body)).toEqual(content)
})

it('rejects encoded media', async () => {
  handler = respond(200, 'packed', { 'Content-Encoding': 'gzip' })
  await expect(getMedia()).rejects.toMatchObject({ name: 'YotiProtocolError' })
})

it('streams the first bytes before the last ones arrive', async () => {
  const reports: AttemptReport[] = []
  const { body, res } = await begin({ onAttempt: (report) => reports.push(report) })
  const [first] = (await once(body, 'data')) as [Buffer]
  expect(first).toHaveLength(400)
  expect(reports).toMatchObject([{ status: 200, outcome: 'ok' }])
  const rest = buffer(body)
  res.end(Buffer.alloc(600, 2))
  expect(await rest).toHaveLength(600)
})

it('applies backpressure while the body is not read', async () => {
  const chunk = Buffer.alloc(1e6)
  let written = 0
  const held = new Promise<void>((resolve) => {
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Length': String(50 * chunk.length) })
      const writeOn = () => {
        while (written < 50) {
          written++
          if (!res.write(chunk)) {
            res.once('drain', writeOn)
            resolve()
            return
          }
        }
        res.end()
      }
      writeOn()
    }
  })
  const { body, contentLength } = await getMedia()
  expect(contentLength).toBe(50 * chunk.length)
  await held
  await once(body, 'readable')
  expect(body.readableLength).toBeLessThan(1e6)
  expect(written).toBeLessThan(50)
  expect(await buffer(body)).toHaveLength(50 * chunk.length)
})

it('fails instead of ending early when the connection closes', async () => {
  const { body, res } = await begin()
  const read = buffer(body)
  res.destroy()
  await expect(read).rejects.toMatchObject({ name: 'YotiConnectionError' })
})

it('outlasts the call timeout and the idle timeout while data arrives', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] })
  const { body, res } = await begin({ timeoutMs: 5000, mediaIdleTimeoutMs: 4000 })
  const ended = once(body, 'end')
  let size = 0
  body.on('data', (chunk: Buffer) => {
    size += chunk.length
  })
  for (const total of [400, 600, 800, 1000]) {
    while (size < total) await once(body, 'data')
    jest.advanceTimersByTime(3000)
    if (total < 1000) res.write(Buffer.alloc(200))
  }
  await ended
})

it('releases the connection to Yoti when the reader is destroyed', async () => {
  const { body, res } = await begin()
  const gone = once(res, 'close')
  body.destroy()
  await gone
  expect(res.writableFinished).toBe(false)
})

it('fails and releases the connection when no data is transferred for the idle timeout', async () => {
  const { body, res } = await begin({ mediaIdleTimeoutMs: 50 })
  if (!res.closed) await once(res, 'close')
  expect(body.errored).toMatchObject({ name: 'YotiConnectionError' })
  expect(body.errored?.message).toContain('no media data was transferred for 50 ms')
})

it('fails when the media is larger than maxMediaBytes', async () => {
  handler = respond(200, Buffer.alloc(2000))
  const { body } = await getMedia(server.createClient({ maxMediaBytes: 1999 }))
  await expect(buffer(body)).rejects.toMatchObject({ name: 'YotiProtocolError' })
})

it('leaves connections for other calls while media are not read', async () => {
  handler = (req, res) => {
    if (req.url.includes('/media/')) res.writeHead(200).write('x')
    else respond(200, SESSION)(req, res)
  }
  const client = server.createClient({ maxSockets: 4 })
  const media = Array.from({ length: 8 }, () => getMedia(client))
  const first = await media[0]
  await expect(client.getSession('s-1')).resolves.toEqual(SESSION)
  expect(server.connections).toBeLessThanOrEqual(4)

  // The waiting calls continue as soon as others release their connection.
  first?.body.destroy()
  for (const one of media) (await one).body.destroy()
  expect(server.requests).toHaveLength(9)
})
