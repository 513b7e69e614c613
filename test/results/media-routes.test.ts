import { describe, expect, it } from '@jest/globals'
import { Readable } from 'node:stream'
import express from 'express'
import supertest from 'supertest'
import { sendMedia } from '../../src/results/media-routes.js'
import type { Media } from '../../src/yoti/client.js'
import { YotiConnectionError } from '../../src/yoti/errors.js'
import { listen } from '../support/listen.js'

function serve(media: Media): express.Express {
  return express().get('/', (_req, res) => sendMedia(res, 'media-id', media))
}

describe('sendMedia', () => {
  it.each([
    ['image/jpeg', 'image/jpeg', 'inline; filename="media-id.jpeg"'],
    ['application/pdf', 'application/pdf', 'attachment; filename="media-id.pdf"'],
    ['image/svg+xml', 'application/octet-stream', 'attachment; filename="media-id.bin"'],
  ])('sends %j as %s, %s', async (contentType, sentType, disposition) => {
    const body = Readable.from([Buffer.from('"media"')])
    const answer = await supertest(serve({ contentType, contentLength: 7, body })).get('/')
    expect(answer.headers).toMatchObject({
      'content-type': sentType,
      'content-disposition': disposition,
      'content-length': '7',
    })
    expect(answer.headers['content-security-policy']).toContain('sandbox')
  })

  it('closes the connection when Yoti does, so that the image is not taken for complete', async () => {
    let sent = false
    const body = new Readable({
      read() {
        if (sent) setImmediate(() => this.destroy(new Error('cut')))
        else this.push(Buffer.alloc(10))
        sent = true
      },
    })
    await using server = await listen(
      serve({ contentType: 'image/jpeg', contentLength: 1000, body }),
    )
    const read = fetch(server.url).then((response) => response.arrayBuffer())
    await expect(read).rejects.toThrow()
  })

  it('responds with an error when no data has arrived yet', async () => {
    const body = new Readable({
      read() {
        this.destroy(new YotiConnectionError('GET /media', 'cut'))
      },
    })
    const answer = await supertest(
      serve({ contentType: 'image/jpeg', contentLength: 9, body }),
    ).get('/')
    expect(answer.status).toBe(500)
    expect(answer.headers).not.toHaveProperty('content-disposition')
  })

  it('responds with an error when Yoti closed the connection before the response started', async () => {
    const body = new Readable({ read: () => undefined })
    body.on('error', () => undefined)
    body.destroy(new YotiConnectionError('GET /media', 'cut'))
    await new Promise(setImmediate)
    const answer = await supertest(serve({ contentType: 'image/jpeg', body })).get('/')
    expect(answer.status).toBe(500)
  })

  it('sends an empty image', async () => {
    const body = Readable.from([])
    const answer = await supertest(serve({ contentType: 'image/png', contentLength: 0, body })).get(
      '/',
    )
    expect(answer.status).toBe(200)
    expect(answer.headers['content-length']).toBe('0')
  })

  it('destroys Yoti’s stream when the browser disconnects', async () => {
    const body = new Readable({ read: () => undefined })
    body.push(Buffer.alloc(10))
    await using server = await listen(serve({ contentType: 'image/jpeg', body }))
    const leaving = new AbortController()
    await fetch(server.url, { signal: leaving.signal })
    const closed = new Promise((resolve) => body.once('close', resolve))
    leaving.abort()
    await closed
    expect(body.destroyed).toBe(true)
  })
})
