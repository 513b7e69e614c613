import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js'
import { API_ENV, callApi, capture, CHECKS_DONE_MS, SHOP_SECRET } from './journey.js'

const BY_ADA = { decision: 'APPROVED', decidedBy: 'agent-7', reason: 'CASE-1' }
const BY_BEN = { decision: 'REJECTED', decidedBy: 'agent-8', reason: 'CASE-2' }
const BANK_SECRET = 'a-secret-of-the-bank-that-is-long-enough'
const DAY_MS = 86_400_000

describe.each(['sqlite', 'postgres'])('on %s', (engine) => {
  let postgres: Postgres | undefined
  let receiver: WebhookReceiver
  let stack: Stack
  /** Of the same database, except on SQLite, which serves one process. */
  let other: Stack
  let isReceiverDown = false

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await startPostgres()
    receiver = await startWebhookReceiver(() => isReceiverDown)
    const keys = `shop:${SHOP_SECRET},bank:${BANK_SECRET}`
    const env = { ...API_ENV, ...receiver.env, API_KEYS: keys }
    const database = postgres && { DATABASE_URL: await postgres.createDatabase() }
    stack = await startStack({ env: { ...env, ...database } })
    const { apiUrl } = stack.emulator
    other =
      database === undefined
        ? stack
        : await startStack({ env: { ...env, ...database, YOTI_IDV_API_URL: apiUrl } })
  })
  afterAll(async () => {
    if (other !== stack) await other[Symbol.asyncDispose]()
    await stack[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
    await postgres?.[Symbol.asyncDispose]()
  })

  let users = 0
  const create = (scenario: string) =>
    callApi(stack, 'POST', '/api/sessions', { userReference: `user-${users++}`, scenario })
  const complete = async (scenario = 'watchlist-hit') => {
    const sessionId = await capture(stack, await create(scenario))
    await stack.advanceTime(CHECKS_DONE_MS)
    return sessionId
  }
  const decide = (sessionId: string, body: object, server = stack) =>
    callApi(server, 'POST', `/api/sessions/${sessionId}/decision`, body)
  const get = async (sessionId: string) =>
    (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body
  const listEvents = (id: string) =>
    receiver.events
      .filter(({ data }) => data.sessionId === id)
      .map(({ type, data: { outcome, decision } }) => ({ type, outcome, decision }))

  const list = async (query: string, headers = {}) => {
    const { body } = await callApi(stack, 'GET', `/api/sessions?${query}`, undefined, headers)
    const { sessions = [], nextCursor } = body as unknown as {
      sessions?: Record<string, string>[]
      nextCursor?: string
    }
    return { sessions, nextCursor, ids: sessions.map(({ sessionId }) => sessionId), body }
  }
  /** All pages. Before each page but the first, another session is created. */
  const walk = async (query: string) => {
    const ids: (string | undefined)[] = []
    let cursor: string | undefined
    do {
      const page = await list(`${query}${cursor === undefined ? '' : `&cursor=${cursor}`}`)
      ids.push(...page.ids)
      cursor = page.nextCursor
      if (cursor === undefined) break
      await stack.advanceTime(1)
      await create('approved-passport')
    } while (ids.length < 40)
    return ids
  }

  it('lists each session once, the newest first, while others are created', async () => {
    const created: string[] = []
    for (let i = 0; i < 5; i++) {
      created.unshift((await create('approved-passport')).body.sessionId)
      // The clock stops for the others.
      if (i < 2) await stack.advanceTime(1000)
    }
    const [third = '', second = '', first = ''] = created.splice(0, 3).sort().reverse()
    const expected = [third, second, first, ...created]
    expect((await walk('limit=2')).slice(0, 5)).toEqual(expected)
    expect(
      (await walk('limit=2&state=ONGOING')).filter((id) => expected.includes(id ?? '')),
    ).toEqual(expected)

    await capture(stack, await callApi(stack, 'POST', '/api/sessions', { userReference: 'ada' }))
    await stack.advanceTime(CHECKS_DONE_MS)
    const { sessions } = await list('userReference=ada&state=COMPLETED')
    const { checks: _checks, ...rest } = await get(sessions[0]?.sessionId ?? '')
    expect(sessions).toEqual([rest])
    const createdAt = rest.createdAt as string
    expect(await list(`userReference=ada&createdAfter=${createdAt}`)).toMatchObject({ ids: [] })
    await callApi(stack, 'DELETE', `/api/sessions/${rest.sessionId}`)
    expect(await list('userReference=ada')).toMatchObject({ ids: [] })
    const erased = { sessionId: rest.sessionId, userReference: null, outcome: 'APPROVED' }
    expect((await list('state=ERASED&limit=1')).sessions).toMatchObject([erased])
    expect((await list('outcome=APPROVED&limit=1')).sessions).toMatchObject([erased])
  })

  it('lists only the sessions of the caller, and rejects the cursor of another caller', async () => {
    await create('approved-passport')
    await create('approved-passport')
    const bank = { Authorization: `Bearer ${BANK_SECRET}` }
    expect(await list('', bank)).toMatchObject({ ids: [], nextCursor: undefined })
    const { nextCursor = '' } = await list('limit=1')
    const changed = nextCursor.slice(0, -1) + (nextCursor.endsWith('A') ? 'B' : 'A')
    for (const [cursor, headers] of [
      [nextCursor, bank],
      [changed, {}],
      [`${nextCursor}=`, {}],
      ['', {}],
    ] as const) {
      expect((await list(`limit=1&cursor=${cursor}`, headers)).body).toMatchObject({
        status: 400,
        errors: [{ path: 'query.cursor' }],
      })
    }
  })

  it('sends session.decided once, after session.completed, when the same is decided twice', async () => {
    isReceiverDown = true
    const sessionId = await complete()
    const decision = {
      ...BY_ADA,
      outcomeBefore: 'REVIEW',
      decidedAt: expect.any(String) as unknown,
    }
    for (const reason of ['CASE-1', 'CASE-9']) {
      const { status, body } = await decide(sessionId, { ...BY_ADA, reason })
      expect([status, body]).toMatchObject([200, { outcome: 'APPROVED', decision }])
    }
    isReceiverDown = false
    await stack.advanceTime(DAY_MS)
    expect(listEvents(sessionId)).toEqual([
      { type: 'session.completed', outcome: 'REVIEW', decision: undefined },
      { type: 'session.decided', outcome: 'APPROVED', decision },
    ])
    expect(await get(sessionId)).toMatchObject({
      state: 'COMPLETED',
      outcome: 'APPROVED',
      decision,
    })
  })

  it('stores one decision when two servers decide at the same time', async () => {
    const sessionId = await complete()
    const responses = await Promise.all(
      [stack, other, stack, other].map((server, i) =>
        decide(sessionId, { ...(i % 3 === 0 ? BY_ADA : BY_BEN), decidedBy: `agent-${i}` }, server),
      ),
    )
    const stored = await get(sessionId)
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    for (const { status, body } of responses) {
      const { decision, code } = body
      expect({ decision, code: code ?? status }).toEqual({
        decision: stored.decision,
        code: status === 200 ? 200 : 'ALREADY_DECIDED',
      })
      if (status === 409)
        expect(body.detail).toContain((stored.decision as typeof BY_ADA).decidedBy)
    }
    await stack.advanceTime(DAY_MS)
    expect(listEvents(sessionId)).toHaveLength(2)
  })

  it('shows the user what was decided, without the reason', async () => {
    const created = await create('watchlist-hit')
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get(new URL(created.body.url).pathname)
    const sessionId = await capture(stack, created)
    await stack.advanceTime(CHECKS_DONE_MS)
    const open = async () => (await visitor.get(`/sessions/${sessionId}`)).text()
    expect(await open()).toContain('A person looks at your check and decides.')
    await decide(sessionId, BY_BEN)
    const page = await open()
    expect(page).toContain('data-outcome="REJECTED"')
    expect(page).toContain('A person looked at your check and could not confirm who you are.')
    expect(page).not.toMatch(/A person looks at your check|CASE-2|agent-8/)
  })

  it('decides APPROVED and REJECTED only with overrules, and otherwise only REVIEW', async () => {
    const approved = await complete('approved-passport')
    const erased = await complete()
    await callApi(stack, 'DELETE', `/api/sessions/${erased}`)
    const ongoing = (await create('approved-passport')).body.sessionId
    for (const [sessionId, overrules, detail] of [
      [ongoing, true, /^The outcome is PENDING\./],
      [approved, false, /^The outcome is APPROVED, not REVIEW\. Send `overrules: true`/],
      [erased, true, /^The session has been erased/],
    ] as const) {
      const { status, body } = await decide(sessionId, { ...BY_BEN, overrules })
      expect([status, body]).toMatchObject([409, { code: 'NOT_DECIDABLE' }])
      expect(body.detail).toMatch(detail)
    }
    const { status, body } = await decide(approved, { ...BY_BEN, overrules: true })
    const decision = { ...BY_BEN, outcomeBefore: 'APPROVED' }
    expect([status, body]).toMatchObject([200, { outcome: 'REJECTED', decision }])
    await callApi(stack, 'DELETE', `/api/sessions/${approved}`)
    expect(await get(approved)).toMatchObject({ state: 'ERASED', outcome: 'REJECTED', decision })
    // A decision is final, also for who made it.
    const changed = { ...BY_BEN, decision: 'APPROVED', overrules: true }
    expect((await decide(approved, changed)).body.code).toBe('ALREADY_DECIDED')

    const expired = (await create('expired-token')).body.sessionId
    await stack.advanceTime(DAY_MS)
    const ofExpired = await decide(expired, BY_ADA)
    expect([ofExpired.status, ofExpired.body]).toMatchObject([
      409,
      { detail: expect.stringContaining('(NONE)') as unknown },
    ])
  })
})
