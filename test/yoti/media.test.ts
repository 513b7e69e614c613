import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { AttemptReport, Media, YotiClient } from '../../src/yoti/client.js'
import { YotiConnectionError, YotiProtocolError } from '../../src/yoti/errors.js'
import {
  respondJson,
  isSigned,
  API_PREFIX,
  startYotiServer,
  type Handler,
  type YotiServer,
} from './yoti-server.js'

let handler: Handler
let server: YotiServer
let yoti: YotiClient

beforeEach(async () => {
  server = await startYotiServer((req, res) => {
    handler(req, res)
  })
  yoti = server.createClient()
})
afterEach(async () => {
  jest.useRealTimers()
  await server.close()
})

async function getMedia(client = yoti): Promise<Media> {
  const media = await client.getMedia('s-1', 'm-1')
  if (media === undefined) throw new Error('there is no media')
  return media
}

/** Announces 1000 bytes of JPEG and leaves the body to the test. */
function beginAnswer(): Promise<ServerResponse> {
  return new Promise((resolve) => {
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': '1000' })
      res.write(Buffer.alloc(400, 1), () => {
        resolve(res)
      })
    }
  })
}

describe('getMedia', () => {
  it('returns the bytes with their type and length', async () => {
    const picture = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0a])
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Type': 'Image/JPEG; charset=x', 'Content-Length': '5' })
      res.end(picture)
    }
    const { contentType, contentLength, body } = await getMedia()
    expect({ contentType, contentLength }).toEqual({ contentType: 'image/jpeg', contentLength: 5 })
    expect(await buffer(body)).toEqual(picture)
    const [request] = server.requests
    expect(request?.url).toMatch(`${API_PREFIX}/sessions/s-1/media/m-1/content?sdkId=`)
    expect(request && isSigned(request)).toBe(true)
  })

  it('returns application/octet-stream without a length when Yoti sends neither header', async () => {
    handler = (_, res) => {
      res.write('a')
      res.end('b')
    }
    const media = await getMedia()
    expect(media).not.toHaveProperty('contentLength')
    expect(media.contentType).toBe('application/octet-stream')
    expect(await buffer(media.body)).toEqual(Buffer.from('ab'))
  })

  it('rejects encoded media, and names image/jpg image/jpeg', async () => {
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Type': 'image/jpg', 'Content-Encoding': 'gzip' }).end('packed')
    }
    await expect(getMedia()).rejects.toBeInstanceOf(YotiProtocolError)
    const jpeg = Buffer.from([0xff, 0xd8, 0xff])
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Type': 'image/jpg', 'Content-Encoding': 'identity' }).end(jpeg)
    }
    const media = await getMedia()
    expect(media.contentType).toBe('image/jpeg')
    expect(await buffer(media.body)).toEqual(jpeg)
  })

  it.each([
    ['image/jpeg', '<script>'],
    ['image/jpeg', '\xff\xd8'],
    ['image/jpeg', ''],
    ['image/png', '\xff\xd8\xff\xe0'],
    ['application/pdf', '<!doctype html>'],
  ])('returns application/octet-stream when %s begins with %j', async (declared, start) => {
    const content = Buffer.from(start, 'latin1')
    handler = (_, res) => {
      res.writeHead(200, { 'Content-Type': declared })
      // The first byte alone does not show the type.
      res.write(content.subarray(0, 1), () => res.end(content.subarray(1)))
    }
    const { contentType, body } = await getMedia()
    expect(contentType).toBe('application/octet-stream')
    expect(await buffer(body)).toEqual(content)
  })

  it('streams the first bytes before the last ones arrive', async () => {
    const begun = beginAnswer()
    const reports: AttemptReport[] = []
    const { body } = await getMedia(server.createClient({ onAttempt: (it) => reports.push(it) }))
    const [first] = (await once(body, 'data')) as [Buffer]
    expect(first).toHaveLength(400)
    expect(reports).toMatchObject([{ status: 200, outcome: 'ok' }])
    const rest = buffer(body)
    ;(await begun).end(Buffer.alloc(600, 2))
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
    const { body } = await getMedia()
    await held
    await once(body, 'readable')
    expect(body.readableLength).toBeLessThan(1e6)
    expect(written).toBeLessThan(50)
    expect(await buffer(body)).toHaveLength(50 * chunk.length)
  })

  it('fails instead of ending early when the connection closes', async () => {
    const begun = beginAnswer()
    const { body } = await getMedia()
    const read = buffer(body)
    ;(await begun).destroy()
    await expect(read).rejects.toBeInstanceOf(YotiConnectionError)
  })

  it('outlasts the call timeout and the idle timeout while data arrives', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] })
    const begun = beginAnswer()
    const timeouts = { timeoutMs: 5000, mediaIdleTimeoutMs: 4000 }
    const { body } = await getMedia(server.createClient(timeouts))
    const res = await begun
    const ended = once(body, 'end')
    let size = 0
    body.on('data', (chunk: Buffer) => {
      size += chunk.length
    })
    const receive = async (total: number) => {
      while (size < total) await once(body, 'data')
    }
    await receive(400)
    for (const total of [600, 800, 1000]) {
      jest.advanceTimersByTime(3000)
      res.write(Buffer.alloc(200))
      await receive(total)
    }
    await ended
  })

  it('releases the connection to Yoti when the reader is destroyed', async () => {
    const begun = beginAnswer()
    const { body } = await getMedia()
    const res = await begun
    const gone = once(res, 'close')
    body.destroy()
    await gone
    expect(res.writableFinished).toBe(false)
  })

  it('fails and releases the connection when no data is transferred for the idle timeout', async () => {
    const begun = beginAnswer()
    const { body } = await getMedia(server.createClient({ mediaIdleTimeoutMs: 50 }))
    const res = await begun
    await once(res, 'close')
    expect(body.errored).toBeInstanceOf(YotiConnectionError)
    expect(body.errored?.message).toContain('no media data was transferred for 50 ms')
  })

  it('fails when the media is larger than maxMediaBytes', async () => {
    handler = (_, res) => res.end(Buffer.alloc(2000))
    const { body } = await getMedia(server.createClient({ maxMediaBytes: 1999 }))
    await expect(buffer(body)).rejects.toBeInstanceOf(YotiProtocolError)
  })

  it('reuses the connection after the body is read', async () => {
    handler = (_, res) => res.end('picture')
    for (let count = 0; count < 5; count++) await buffer((await getMedia()).body)
    expect(server.connections).toBe(1)
  })
})

describe('unread media', () => {
  it('leaves connections for other calls', async () => {
    const held: ServerResponse[] = []
    handler = (req, res) => {
      if (req.url.includes('/media/')) {
        res.writeHead(200, { 'Content-Type': 'image/jpeg' })
        res.write('xxx')
        held.push(res)
      } else
        respondJson(res, 200, { session_id: 's-1', state: 'ONGOING', resources: {}, checks: [] })
    }
    const client = server.createClient({ maxSockets: 4 })
    const media = Array.from({ length: 8 }, () => getMedia(client))
    const first = await media[0]
    await expect(client.getSession('s-1')).resolves.toMatchObject({ state: 'ONGOING' })
    expect(server.connections).toBeLessThanOrEqual(4)

    // The waiting calls continue as soon as others release their connection.
    first?.body.destroy()
    for (const one of media) (await one).body.destroy()
    expect(held).toHaveLength(8)
  })
})
