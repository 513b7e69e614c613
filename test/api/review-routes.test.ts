import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { CallerSessions } from '../../src/sessions/sessions.js'
import { createApiClient, createFakeSessions, createTestApi } from './api-fixture.js'

interface Problem {
  code: string
  errors: { path: string; message: string }[]
}

describe('GET /api/sessions', () => {
  it('passes the filter on, and 50 for the limit', async () => {
    const filters: unknown[] = []
    const { sessions } = createFakeSessions()
    const listForCaller: CallerSessions['listForCaller'] = (_callerHash, filter) => {
      filters.push(filter)
      return Promise.resolve({ sessions: [], nextCursor: undefined })
    }
    const shop = createApiClient(createTestApi({ sessions: { ...sessions, listForCaller } }))
    const query = '?state=COMPLETED&outcome=REVIEW&createdAfter=2030-01-31T12:00:00%2B01:00'
    expect((await shop.get(`/api/sessions${query}`)).body).toEqual({ sessions: [] })
    expect(filters).toEqual([
      {
        state: 'COMPLETED',
        outcome: 'REVIEW',
        createdAfter: Date.parse('2030-01-31T11:00:00Z'),
        limit: 50,
      },
    ])
  })

  const zone = 'expected a time with its zone, such as 2030-01-31T12:00:00Z'
  const limit = 'expected a whole number from 1 to 100'
  const order = 'expected a time after createdAfter, got an earlier one'
  const early = '2030-01-31T12:00:00Z'

  it.each([
    ['limit=0', 'limit', `${limit}, got 0`],
    ['limit=101', 'limit', `${limit}, got 101`],
    ['limit=1e1', 'limit', `${limit}, got 3 other characters`],
    ['limit=5&limit=6', 'limit', 'expected one value, got 2'],
    ['createdAfter=2030-01-31', 'createdAfter', `${zone}, got 10 other characters`],
    ['createdBefore=2030-01-31T12:00:00', 'createdBefore', `${zone}, got 19 other characters`],
    [`createdAfter=${early}&createdBefore=${early}`, 'createdBefore', order],
    ['state=COMPLETE', 'state', /^expected ONGOING or .+, got COMPLETE: did you mean COMPLETED\?$/],
    ['outcome=Ada%20Secret', 'outcome', /^expected PENDING or .+, got a different string$/],
    ['userReference=Ada%20Secret', 'userReference', /^expected 1 to 128 .+, got 10 other char/],
    ['user_reference=u', 'user_reference', /^expected userReference or .+ mean userReference\?$/],
    ['page=2', 'page', /^expected userReference or .+ or cursor, got a different string$/],
  ])('responds 400 that names the parameter in ?%s', async (query, name, message) => {
    const response = await createApiClient(createTestApi()).get(`/api/sessions?${query}`)
    const { code, errors } = response.body as Problem
    expect([response.status, code]).toEqual([400, 'VALIDATION'])
    expect(errors).toEqual([
      {
        path: `query.${name}`,
        message:
          typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
      },
    ])
    expect(response.text).not.toContain('Ada')
  })
})

describe('POST /api/sessions/:sessionId/decision', () => {
  const DECISION = { decision: 'APPROVED', decidedBy: 'agent-7', reason: 'CASE-1' }

  it.each([
    [{}, 'decision decidedBy reason'],
    [{ ...DECISION, decision: 'REVIEW' }, 'decision'],
    [{ ...DECISION, decidedBy: 'Ada Secret' }, 'decidedBy'],
    [{ ...DECISION, reason: 'looks fine@desk' }, 'reason'],
    [{ ...DECISION, reason: 'x'.repeat(129) }, 'reason'],
    [{ ...DECISION, overrules: 'yes' }, 'overrules'],
    [{ ...DECISION, note: 'x' }, 'note'],
  ])('responds 400 to %j', async (body, paths) => {
    const { sessions, addSession } = createFakeSessions()
    const { sessionId } = addSession({ state: 'COMPLETED', outcome: 'REVIEW' })
    const shop = createApiClient(createTestApi({ sessions }))
    const response = await shop.post(`/api/sessions/${sessionId}/decision`).send(body)
    const { code, errors } = response.body as Problem
    expect([response.status, code]).toEqual([400, 'VALIDATION'])
    expect(errors.map(({ path }) => path).join(' ')).toBe(paths)
    expect(response.text).not.toContain('Ada')
  })

  it('responds 404 to an unknown session, whatever the body', async () => {
    const shop = createApiClient(createTestApi())
    const path = `/api/sessions/${randomUUID()}/decision`
    expect((await shop.post(path).type('text/plain').send('x')).status).toBe(404)
    expect((await shop.post(path).send({})).status).toBe(404)
  })
})
