import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import express, { type ErrorRequestHandler } from 'express'
import supertest from 'supertest'
import {
  createNotificationRoutes,
  type NotificationRoutesOptions,
} from '../../src/notifications/routes.js'
import { createNotificationTokens } from '../../src/secrets/derived-keys.js'
import { listen } from '../support/listen.js'

const sessionId = randomUUID()
const session = { reference: 'reference-1', state: 'ONGOING' } as const
const tokens = createNotificationTokens(['a secret of the tests, long enough'])
const token = tokens.derive('reference-1')
/** As earlier releases derived it. */
const [, oldToken = ''] = token.split('.')

function receive(overrides: Partial<NotificationRoutesOptions> = {}) {
  const refreshes: [sessionId: string, at: number][] = []
  const received: string[] = []
  const routes = createNotificationRoutes({
    store: { findReference: (id) => Promise.resolve(id === sessionId ? session : undefined) },
    queue: {
      requestRefresh: (id, at) => {
        refreshes.push([id, at])
        return Promise.resolve()
      },
    },
    tokens,
    maxBodyBytes: 16 * 1024,
    onReceived: (result) => received.push(result),
    now: () => 1234,
    ...overrides,
  })
  const failed: ErrorRequestHandler = (_err, _req, res, _next) => {
    res.status(500).end()
  }
  const app = express().use(routes).use(failed)
  return { app, post: () => supertest(app).post('/notifications'), refreshes, received }
}

const body = JSON.stringify({ session_id: sessionId, topic: 'a_new_topic', new_field: { a: [1] } })

describe('the notification routes', () => {
  it.each([
    ['application/json', `Bearer ${token}`],
    ['application/json; charset=utf-8', `bearer ${token}`],
    ['text/plain', `BEARER ${token}`],
    ['application/json', `Bearer ${oldToken}`],
  ])('accept a notification as %s with an unknown topic and field', async (type, authorization) => {
    const { post, refreshes, received } = receive()
    const response = await post().set({ authorization, 'content-type': type }).send(body)
    expect([response.status, response.text]).toEqual([200, ''])
    expect(refreshes).toEqual([[sessionId, 1234]])
    expect(received).toEqual(['accepted'])
  })

  it.each(['COMPLETED', 'ERASED'] as const)(
    'request no refresh when the session is %s',
    async (state) => {
      const finished = { ...session, state }
      const { post, refreshes, received } = receive({
        store: { findReference: () => Promise.resolve(finished) },
      })
      const response = await post().set('authorization', `Bearer ${token}`).send(body)
      expect(response.status).toBe(200)
      expect(refreshes).toEqual([])
      expect(received).toEqual(['late'])
    },
  )

  it('respond identically to an unknown session and a wrong token', async () => {
    const { post, refreshes, received } = receive()
    const requests: [authorization: string, body: object][] = [
      [`Bearer ${'A'.repeat(43)}`, { session_id: sessionId }],
      [`Bearer reference-1.${'A'.repeat(43)}`, { session_id: sessionId }],
      [`Bearer ${tokens.derive('reference-2')}`, { session_id: sessionId }],
      [`Bearer reference-2.${oldToken}`, { session_id: sessionId }],
      [`Bearer ${token}`, { session_id: randomUUID() }],
      [`Bearer ${token}`, { session_id: [sessionId] }],
      [`Bearer ${token}`, []],
      [`Bearer ${token}=`, { session_id: sessionId }],
      [token, { session_id: sessionId }],
      ['', { session_id: sessionId }],
    ]
    const responses = await Promise.all(
      requests.map(([authorization, body]) => post().set({ authorization }).send(body)),
    )
    const serialized = responses.map(({ status, text, headers }) =>
      JSON.stringify([status, text, headers['www-authenticate'], headers['content-type']]),
    )
    expect(new Set(serialized).size).toBe(1)
    expect(responses[0]).toMatchObject({ status: 401, text: '{"error":"unauthorized"}' })
    expect(responses[0]?.headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
    expect(received).toEqual(requests.map(() => 'rejected'))
    expect(refreshes).toEqual([])
  })

  it.each([
    ['not JSON', 'session_id=1', 400],
    ['a JSON text', '"text"', 400],
    ['too large', JSON.stringify({ session_id: sessionId, pad: 'x'.repeat(17_000) }), 413],
  ])('reject a body that is %s, without quoting it', async (_description, content, status) => {
    const { post, refreshes, received } = receive()
    const response = await post().set('authorization', `Bearer ${token}`).send(content)
    expect(response.status).toBe(status)
    expect(response.body).toEqual({ error: 'expected a JSON object of at most 16 kB' })
    expect(received).toEqual(['unreadable'])
    expect(refreshes).toEqual([])
  })

  it.each([
    ['401 before the body is sent, when the MAC is wrong', `reference-1.${'A'.repeat(43)}`, 401],
    ['408 when the body takes longer than the limit', token, 408],
    ['408 when the body of an older token takes longer', oldToken, 408],
  ])('respond %s, and close the connection', async (_description, bearer, status) => {
    const { app, refreshes } = receive({ bodyTimeoutMs: 50 })
    await using server = await listen(app)
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      `POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bearer}\r\nContent-Length: 100\r\n\r\n{`,
    )
    // Ends only when the server closes the connection.
    const response = await text(socket)
    expect(response).toContain(`HTTP/1.1 ${status} `)
    expect(refreshes).toEqual([])
  })

  it('respond 500 when the refresh request could not be stored', async () => {
    const queue = { requestRefresh: () => Promise.reject(new Error('the database is away')) }
    const { post, received } = receive({ queue })
    const response = await post().set('authorization', `Bearer ${token}`).send(body)
    expect(response.status).toBe(500)
    expect(received).toEqual([])
  })
})
