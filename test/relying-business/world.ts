import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import express, { type Express } from 'express'
import supertest from 'supertest'
import { NotFoundError } from '../../src/http/parse.js'
import { createRequestLog } from '../../src/http/request-log.js'
import { createLogger } from '../../src/logger.js'
import { createRateLimits } from '../../src/http/rate-limit.js'
import { createApiAuth } from '../../src/relying-business/api-keys.js'
import { hashText } from '../../src/relying-business/fingerprint.js'
import type { ResourceClient } from '../../src/relying-business/resource-routes.js'
import { createApiRoutes } from '../../src/relying-business/api-routes.js'
import type { SupportedDocumentsCache } from '../../src/yoti/supported-documents-cache.js'
import type { Order, OrderedSessions, Session } from '../../src/sessions/session.js'

export const BASE_URL = 'https://verify.example.com'
export const NOW = Date.parse('2030-01-31T12:00:00Z')
export const SHOP = 'shop-secret-0123456789-0123456789-01'
export const RIVAL = 'rival-secret-0123456789-0123456789-0'
export const MEDIA_ID = '2d5f1a34-8f0a-4f46-8a37-5b0c7c2f9a10'

export function makeSession(change: Partial<Session> = {}): Session {
  return {
    sessionId: randomUUID(),
    reference: randomUUID(),
    target: 'emulator',
    callerHash: hashText('shop'),
    userReference: 'user-1',
    presetName: 'default',
    requested: {},
    state: 'ONGOING',
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    clientSessionToken: 'client-token',
    createdAt: NOW,
    tokenExpiresAt: NOW + 900_000,
    readAt: NOW,
    ...change,
  }
}

/** Sessions in memory, by the interface, without a rule of their own. */
export function createFakeSessions() {
  const kept = new Map<string, Session>()
  const orders: Order[] = []
  const keep = (change: Partial<Session> = {}) => {
    const session = makeSession(change)
    kept.set(session.sessionId, session)
    return session
  }
  const sessions: OrderedSessions = {
    order: (order) => {
      orders.push(order)
      const { callerHash, userReference } = order
      return Promise.resolve({
        session: keep({ callerHash, userReference }),
        handoverToken: 'handover-token',
      })
    },
    ownByCaller: (sessionId, callerHash) => {
      const session = kept.get(sessionId)
      return session?.callerHash === callerHash
        ? Promise.resolve(session)
        : Promise.reject(new NotFoundError())
    },
    lookByCaller: (sessionId, callerHash) => sessions.ownByCaller(sessionId, callerHash),
    erase: (session) => Promise.resolve({ ...session, erasureRequestedAt: NOW }),
  }
  return { sessions, orders, keep }
}

/** A Yoti that has everything. */
export function createFakeYoti(change: Partial<ResourceClient> = {}) {
  const calls: unknown[][] = []
  const note = <T>(result: T) => {
    return (...call: unknown[]): Promise<T> => {
      calls.push(call)
      return Promise.resolve(result)
    }
  }
  const yoti: ResourceClient = {
    asSent: {
      getSession: note({
        answer: { session_id: 'x', state: 'ONGOING', checks: [], resources: {} },
        content: Buffer.from('{ "state":"ONGOING", "session_id":"x" }'),
      }),
      getSessionConfiguration: note({
        answer: { session_id: 'x' },
        content: Buffer.from('{"capture":null, "session_id":"x"}'),
      }),
      getTrackedDevices: note({
        answer: [{ event: 'CONFIG_FIRST_LOADED' }],
        content: Buffer.from('[{"event": "CONFIG_FIRST_LOADED"}]'),
      }),
    },
    getMedia: () =>
      Promise.resolve({
        contentType: 'image/jpeg',
        contentLength: 4,
        body: Readable.from([Buffer.from('face')]),
      }),
    deleteMedia: note(undefined),
    getSessionConfiguration: note({
      session_id: 'x',
      capture: {
        required_resources: [
          { type: 'LIVENESS', id: 'liveness' },
          { type: 'FACE_CAPTURE', id: 'of-person', allowed_sources: [{ type: 'END_USER' }] },
          { type: 'FACE_CAPTURE', id: 'ours', allowed_sources: [{ type: 'RELYING_BUSINESS' }] },
        ],
      },
    }),
    createFaceCaptureResource: note({ id: 'resource', frames: 1 }),
    uploadFaceCaptureImage: note(undefined),
    ...change,
  }
  const supportedDocuments: SupportedDocumentsCache = {
    get: note({
      documents: { supported_countries: [{ code: 'GBR' }] },
      content: Buffer.from('{"unheard_of":null, "supported_countries":[{"code":"GBR"}]}'),
      freshFor: 90_500,
    }),
  }
  return { yoti, supportedDocuments, calls }
}

export const unlimited = createRateLimits({ enabled: false, now: Date.now })

export function createApi(options: {
  sessions: OrderedSessions
  yoti?: ResourceClient
  supportedDocuments?: SupportedDocumentsCache
}): Express {
  const fake = createFakeYoti()
  const { sessions, yoti = fake.yoti, supportedDocuments = fake.supportedDocuments } = options
  return express()
    .set('query parser', 'simple')
    .use(createRequestLog(createLogger('silent')))
    .use(
      createApiRoutes({
        sessions,
        yoti,
        supportedDocuments,
        apiAuth: createApiAuth(
          [
            { caller: 'shop', secret: SHOP },
            { caller: 'rival', secret: RIVAL },
          ],
          unlimited.api,
        ),
        limit: unlimited.plain,
        returnUrlOrigins: ['https://shop.example.com', 'http://localhost:5000'],
        presetNames: ['default', 'age'],
        scenarios: new Set(['tampered-passport']),
        baseUrl: BASE_URL,
        now: () => NOW + 100_500,
      }),
    )
}

/** A backend with an API key. */
export function createCaller(api: Express, secret = SHOP) {
  return supertest.agent(api).set('Authorization', `Bearer ${secret}`)
}
