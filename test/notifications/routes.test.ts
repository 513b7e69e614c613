import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler } from 'express'
import supertest from 'supertest'
import { buildNotificationsConfig } from '../../src/notifications/build-notifications-config.js'
import {
  createNotificationRoutes,
  type NotificationRoutesOptions,
} from '../../src/notifications/routes.js'
import { createNotificationTokens } from '../../src/secrets/notification-tokens.js'

const sessionId = randomUUID()
const session = { reference: 'reference-1', state: 'ONGOING' } as const
const tokens = createNotificationTokens(['a secret of the tests, long enough'])
const token = tokens.derive('reference-1')

function receive(overrides: Partial<NotificationRoutesOptions> = {}) {
  const hints: [sessionId: string, at: number][] = []
  const received: string[] = []
  const routes = createNotificationRoutes({
    store: { findReference: (id) => Promise.resolve(id === sessionId ? session : undefined) },
    queue: {
      requestRefresh: (id, at) => {
        hints.push([id, at])
        return Promise.resolve()
      },
    },
    tokens,
    onReceived: (result) => received.push(result),
    now: () => 1234,
    ...overrides,
  })
  const failed: ErrorRequestHandler = (_err, _req, res, _next) => {
    res.status(500).end()
  }
  const app = express().use(routes).use(failed)
  return { post: () => supertest(app).post('/notifications'), hints, received }
}

const body = JSON.stringify({ session_id: sessionId, topic: 'a_new_topic', new_field: { a: [1] } })

describe('the notification routes', () => {
  it.each([
    ['application/json', `Bearer ${token}`],
    ['application/json; charset=utf-8', `bearer ${token}`],
    ['text/plain', `BEARER ${token}`],
  ])('take a notification as %s, whatever it tells besides', async (type, authorization) => {
    const { post, hints, received } = receive()
    const answer = await post().set({ authorization, 'content-type': type }).send(body)
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(hints).toEqual([[sessionId, 1234]])
    expect(received).toEqual(['accepted'])
  })

  it.each(['COMPLETED', 'ERASED'] as const)(
    'have nothing to do for one that is %s',
    async (state) => {
      const finished = { ...session, state }
      const { post, hints, received } = receive({
        store: { findReference: () => Promise.resolve(finished) },
      })
      const answer = await post().set('authorization', `Bearer ${token}`).send(body)
      expect(answer.status).toBe(200)
      expect(hints).toEqual([])
      expect(received).toEqual(['late'])
    },
  )

  it('answer an unknown session and a wrong token byte for byte alike, and hint at nothing', async () => {
    const { post, hints, received } = receive()
    const answers = await Promise.all([
      post()
        .set('authorization', `Bearer ${'A'.repeat(43)}`)
        .send({ session_id: sessionId }),
      post().set('authorization', `Bearer ${token}`).send({ session_id: randomUUID() }),
      post()
        .set('authorization', `Bearer ${token}`)
        .send({ session_id: [sessionId] }),
      post().set('authorization', `Bearer ${token}`).send([]),
      post().set('authorization', `Bearer ${token}=`).send({ session_id: sessionId }),
      post().set('authorization', token).send({ session_id: sessionId }),
      post().send({ session_id: sessionId }),
    ])
    const described = answers.map(({ status, text, headers }) =>
      JSON.stringify([status, text, headers['www-authenticate'], headers['content-type']]),
    )
    expect(new Set(described).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, text: '{"error":"unauthorized"}' })
    expect(received).toEqual(Array.from({ length: 7 }, () => 'rejected'))
    expect(hints).toEqual([])
  })

  it.each([
    ['no JSON', 'session_id=1', 400],
    ['a JSON text', '"text"', 400],
    ['too large', JSON.stringify({ session_id: sessionId, pad: 'x'.repeat(17_000) }), 413],
  ])('refuse a body that is %s, without quoting it', async (_what, content, status) => {
    const { post, hints, received } = receive()
    const answer = await post().set('authorization', `Bearer ${token}`).send(content)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ error: 'expected a JSON object of at most 16 kB' })
    expect(received).toEqual(['unreadable'])
    expect(hints).toEqual([])
  })

  it('do not say yes to what could not be kept', async () => {
    const queue = { requestRefresh: () => Promise.reject(new Error('the database is away')) }
    const { post, received } = receive({ queue })
    const answer = await post().set('authorization', `Bearer ${token}`).send(body)
    expect(answer.status).toBe(500)
    expect(received).toEqual([])
  })
})

describe('what we ask Yoti to send', () => {
  it('is every topic of the browser journey, to us, with the token as it is', () => {
    expect(buildNotificationsConfig('https://verify.example.com', token)).toEqual({
      endpoint: 'https://verify.example.com/notifications',
      topics: [
        'RESOURCE_UPDATE',
        'TASK_COMPLETION',
        'CHECK_COMPLETION',
        'SESSION_COMPLETION',
        'CLIENT_SESSION_TOKEN_DELETED',
      ],
      auth_type: 'BEARER',
      auth_token: token,
    })
  })
})
