import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { captureOverHttp } from '../support/capture-over-http.js'
import { readClientSessionToken } from '../support/read-client-session-token.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'

let stack: Stack
let visitor: Visitor
let sessionId: string

beforeEach(async () => {
  stack = await startStack()
  visitor = createVisitor(stack.baseUrl)
  sessionId = await startSession(visitor)
})
afterEach(async () => {
  await stack[Symbol.asyncDispose]()
})

async function notify(authorization: string, body: object): Promise<number> {
  const response = await fetch(`${stack.baseUrl}/notifications`, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify(body),
  })
  return response.status
}

async function findToken(): Promise<string> {
  const { tokens, store } = stack.context.notifications
  const session = await store.findReference(sessionId)
  return `Bearer ${tokens.derive(session?.reference ?? '')}`
}

function countSessionReads(): number {
  return stack.emulator
    .requests()
    .filter(({ method, path }) => method === 'GET' && path.endsWith(`/sessions/${sessionId}`))
    .length
}

describe('notifications', () => {
  it('complete a session without any request for it', async () => {
    const page = await (await visitor.get(`/sessions/${sessionId}`)).text()
    await captureOverHttp(stack.emulator.apiUrl, sessionId, readClientSessionToken(page))
    await stack.advanceTime(600_000)
    const topics = new Set(stack.emulator.notifications().map(({ body }) => body.topic))
    expect([...topics]).toEqual(
      expect.arrayContaining(['client_session_token_deleted', 'session_completion']),
    )
    expect(await stack.context.notifications.store.findReference(sessionId)).toMatchObject({
      state: 'COMPLETED',
    })
  })

  it('cause one refresh when 20 arrive', async () => {
    const token = await findToken()
    const before = countSessionReads()
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () =>
        notify(token, { session_id: sessionId, topic: 'something_new', field: 1 }),
      ),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    await stack.context.worker.drain()
    expect(countSessionReads()).toBe(before + 1)
  })

  it('get 401 with another session’s token, and cause no refresh', async () => {
    const token = await findToken()
    const other = await startSession(createVisitor(stack.baseUrl))
    expect(await notify(token, { session_id: other, topic: 'x' })).toBe(401)
    await stack.context.worker.drain()
    expect(countSessionReads()).toBe(0)
  })
})
