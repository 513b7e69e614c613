import { hash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import express, { type Express } from 'express'
import supertest from 'supertest'
import { createRequestLogger } from '../../src/http/request-logger.js'
import { createLogger } from '../../src/logger.js'
import { createSecurityHeaders } from '../../src/http/security-headers.js'
import { createRateLimits } from '../../src/http/rate-limit.js'
import { parsePreset } from '../../src/sessions/preset.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { buildScenario } from '../scenarios/sample-scenario.js'
import { resolveScenario } from '../../src/scenarios/feature.js'
import { apiFeature } from '../../src/api/feature.js'
import type { ApiCaller } from '../../src/config/callers.js'
import type { ResourceRoutesOptions } from '../../src/api/resource-routes.js'
import { NotFoundError } from '../../src/errors.js'
import type { SupportedDocumentsCache } from '../../src/yoti/supported-documents.js'
import type { CreateSessionInput, Session } from '../../src/sessions/session.js'
import type { CallerSessions } from '../../src/sessions/sessions.js'

export const BASE_URL = 'https://verify.example.com'
export const NOW = Date.parse('2030-01-31T12:00:00Z')
export const SHOP_SECRET = 'shop-secret-0123456789-0123456789-01'
export const OTHER_CALLER_SECRET = 'rival-secret-0123456789-0123456789-0'
export const SHOP_HASH = hash('sha256', 'shop', 'base64url')
export const MEDIA_ID = '2d5f1a34-8f0a-4f46-8a37-5b0c7c2f9a10'

export function buildSession(change: Partial<Session> = {}): Session {
  return {
    sessionId: randomUUID(),
    reference: randomUUID(),
    target: 'emulator',
    callerHash: SHOP_HASH,
    userReference: 'user-1',
    presetName: 'default',
    outcomeCriteria: {},
    state: 'ONGOING',
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    clientSessionToken: 'client-token',
    createdAt: NOW,
    tokenExpiresAt: NOW + 900_000,
    lastRefreshedAt: NOW,
    ...change,
  }
}

/** In memory, without any rules. */
export function createFakeSessions() {
  const sessionsById = new Map<string, Session>()
  const createInputs: CreateSessionInput[] = []
  const addSession = (change: Partial<Session> = {}) => {
    const session = buildSession(change)
    sessionsById.set(session.sessionId, session)
    return session
  }
  const sessions: CallerSessions = {
    createForCaller: (input) => {
      createInputs.push(input)
      const { callerHash, userReference } = input
      return Promise.resolve({
        session: addSession({ callerHash, userReference }),
        handoverToken: 'handover-token',
      })
    },
    getForCaller: (sessionId, callerHash) => {
      const session = sessionsById.get(sessionId)
      return session?.callerHash === callerHash
        ? Promise.resolve(session)
        : Promise.reject(new NotFoundError())
    },
    listForCaller: (callerHash) =>
      Promise.resolve({
        sessions: [...sessionsById.values()].filter((each) => each.callerHash === callerHash),
        nextCursor: undefined,
      }),
    decide: (session, { overrules: _overrules, ...request }) =>
      Promise.resolve({
        ...session,
        outcome: request.decision,
        decision: { ...request, decidedAt: NOW, outcomeBefore: session.outcome },
      }),
    refreshForCaller: (sessionId, callerHash) => sessions.getForCaller(sessionId, callerHash),
    discardCachedResult: (session) => {
      const changed = { ...session, lastRefreshedAt: session.lastRefreshedAt + 1 }
      sessionsById.set(session.sessionId, changed)
      return Promise.resolve(changed)
    },
    erase: (session) => Promise.resolve({ ...session, erasureRequestedAt: NOW }),
  }
  return { sessions, createInputs, addSession }
}

type ResourceClient = ResourceRoutesOptions['yoti']

export function createFakeYoti(change: Partial<ResourceClient> = {}) {
  const calls: unknown[][] = []
  const recordCall = <T>(result: T) => {
    return (...call: unknown[]): Promise<T> => {
      calls.push(call)
      return Promise.resolve(result)
    }
  }
  const yoti: ResourceClient = {
    raw: {
      getSession: recordCall({
        data: { session_id: 'x', state: 'ONGOING', checks: [], resources: {} },
        content: Buffer.from('{ "state":"ONGOING", "session_id":"x" }'),
      }),
      getSessionConfiguration: recordCall({
        data: { session_id: 'x' },
        content: Buffer.from('{"capture":null, "session_id":"x"}'),
      }),
      getTrackedDevices: recordCall({
        data: [{ event: 'CONFIG_FIRST_LOADED' }],
        content: Buffer.from('[{"event": "CONFIG_FIRST_LOADED"}]'),
      }),
    },
    getMedia: () =>
      Promise.resolve({
        contentType: 'image/jpeg',
        contentLength: 4,
        body: Readable.from([Buffer.from('face')]),
      }),
    deleteMedia: recordCall(undefined),
    getSessionConfiguration: recordCall({
      session_id: 'x',
      capture: {
        required_resources: [
          { type: 'LIVENESS', id: 'liveness' },
          { type: 'FACE_CAPTURE', id: 'end-user-face', allowed_sources: [{ type: 'END_USER' }] },
          {
            type: 'FACE_CAPTURE',
            id: 'business-face',
            allowed_sources: [{ type: 'RELYING_BUSINESS' }],
          },
        ],
      },
    }),
    createFaceCaptureResource: recordCall({ id: 'resource', frames: 1 }),
    uploadFaceCaptureImage: recordCall(undefined),
    ...change,
  }
  const supportedDocuments: SupportedDocumentsCache = {
    get: recordCall({
      documents: { supported_countries: [{ code: 'GBR' }] },
      content: Buffer.from('{"unheard_of":null, "supported_countries":[{"code":"GBR"}]}'),
      remainingTtlMs: 90_500,
    }),
  }
  return { yoti, supportedDocuments, calls }
}

function createCaller(name: string, secret: string): ApiCaller {
  return {
    name,
    hash: hash('sha256', name, 'base64url'),
    secrets: [secret],
    webhook: undefined,
    returnUrlOrigins: ['https://shop.example.com', 'http://localhost:5000'],
    dailyLimit: 10_000,
  }
}

const tampered = buildScenario({ name: 'tampered-passport' })
export const TEST_SCENARIOS = {
  resolve: (value: string | object) =>
    resolveScenario(value, new Map([[tampered.name, tampered]]), {
      target: 'emulator',
      apiUrl: 'http://127.0.0.1:4000/idverify/v1',
      scenarioPresets: new Map([['default', parsePreset(DEFAULT_PRESET, 'default')]]),
      scenariosDir: undefined,
    }),
}

/** The fakes replace what the server provides. */
export function createTestRoutes(fakes: Partial<Parameters<typeof apiFeature.routes>[0]> = {}) {
  return apiFeature.routes({
    ...createFakeSessions(),
    ...createFakeYoti(),
    config: {
      baseUrl: BASE_URL,
      maxBodyBytes: 100 * 1024,
      maxImageBytes: 10 * 1024 * 1024,
      presets: new Map([
        ['default', {}],
        ['age', {}],
      ]),
    },
    callers: [createCaller('shop', SHOP_SECRET), createCaller('rival', OTHER_CALLER_SECRET)],
    limits: createRateLimits(false),
    scenarios: TEST_SCENARIOS,
    now: () => NOW + 100_500,
    ...fakes,
  })
}

export function createTestApi(fakes?: Parameters<typeof createTestRoutes>[0]): Express {
  return express()
    .set('query parser', 'simple')
    .use(createRequestLogger(createLogger('silent')))
    .use(createSecurityHeaders(BASE_URL, 'https://yoti.example'))
    .use(createTestRoutes(fakes))
}

export function createApiClient(api: Express, secret = SHOP_SECRET) {
  return supertest.agent(api).set('Authorization', `Bearer ${secret}`)
}
