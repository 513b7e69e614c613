import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PRESETS } from '../../src/yoti/presets.js'
import { startStack, type Stack } from '../support/start-stack.js'

const SECRET = 'a-secret-of-the-shop-that-is-long-enough'

describe('a session by a built-in preset', () => {
  let stack: Stack

  beforeAll(async () => {
    stack = await startStack({ env: { API_KEYS: `shop:${SECRET}` } })
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
  })

  const call = (method: string, path: string, body: object | Buffer, type: string) =>
    fetch(`${stack.baseUrl}${path}`, {
      method,
      headers: { Authorization: `Bearer ${SECRET}`, 'Content-Type': type },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    })
  const order = async (preset: string) => {
    const body = { userReference: `user-of-${preset}`, preset }
    const answer = await call('POST', '/api/sessions', body, 'application/json')
    const { sessionId } = (await answer.json()) as { sessionId: string }
    return { status: answer.status, sessionId }
  }

  it.each(Object.entries(PRESETS))('is ordered as %s and asks Yoti for it', async (name, spec) => {
    const { status, sessionId } = await order(name)
    expect(status).toBe(201)

    const { requested_checks: asked } = await stack.context.yoti.getSessionConfiguration(sessionId)
    const types = (spec.requested_checks ?? []).map(({ type }) => type)
    expect(asked).toEqual(expect.arrayContaining(types))
  })

  it('takes the reference picture of a face comparison', async () => {
    const { sessionId } = await order('face-comparison')
    const picture = Buffer.from('ffd8ffe000104a4649460001', 'hex')
    const path = `/api/sessions/${sessionId}/face-capture`
    const answer = await call('PUT', path, picture, 'image/jpeg')
    expect(answer.status).toBe(204)
    const { resources } = await stack.context.yoti.getSession(sessionId)
    expect(resources.face_capture).toHaveLength(1)
  })
})
