import { describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { CHECKS_DONE_MS, startAndCapture } from './journey.js'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

/** What a page says apart from its own reference. */
async function readAnswer(response: Response): Promise<{ status: number; body: string }> {
  const text = await response.text()
  return { status: response.status, body: text.replace(/<code>[0-9a-f-]{36}<\/code>/, '') }
}

describe('a session that belongs to another browser', () => {
  it.each([
    ['an owner of another session', true],
    ['a browser without a cookie', false],
  ])('answers 404 to %s on every route', async (_who, hasSession) => {
    await using stack = await startStack()
    const { visitor: owner, sessionId } = await startAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    const results = await (await owner.get(`/sessions/${sessionId}`)).text()
    const mediaId = /\/media\/([0-9a-f-]{36})/.exec(results)?.[1]
    expect(mediaId).toBeDefined()

    const otherBrowser = createVisitor(stack.baseUrl)
    if (hasSession) await startSession(otherBrowser)
    const routes = (id: string): [string, (visitor: Visitor) => Promise<Response>][] => [
      ['page', (visitor) => visitor.get(`/sessions/${id}`)],
      ['status', (visitor) => visitor.get(`/sessions/${id}/status`)],
      ['media', (visitor) => visitor.get(`/sessions/${id}/media/${mediaId}`)],
      ['finish', (visitor) => visitor.submitForm(`/sessions/${id}/finish`)],
    ]
    const unknown = new Map(routes(UNKNOWN))
    for (const [name, request] of routes(sessionId)) {
      const theirs = await readAnswer(await request(otherBrowser))
      expect(theirs.status).toBe(404)
      expect(theirs.body).not.toContain(sessionId)
      const never = unknown.get(name)
      expect(theirs).toEqual(never && (await readAnswer(await never(otherBrowser))))
    }
  })

  it('answers 404 when the id is malformed', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    for (const path of [
      '/sessions/x',
      '/sessions/..%2f..%2f',
      `/sessions/${sessionId.toUpperCase()}`,
      `/sessions/${sessionId}/media/../../x`,
      `/sessions/${sessionId}/media/%00`,
    ]) {
      expect((await visitor.get(path)).status).toBe(404)
    }
  })
})
