import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PRESETS } from '../../src/yoti/presets.js'
import { startStack, type Stack } from '../support/start-stack.js'

const SECRET = 'a-secret-of-the-shop-that-is-long-enough'

describe('a session with a built-in preset', () => {
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
  const createSession = async (preset: string) => {
    const body = { userReference: `user-of-${preset}`, preset }
    const response = await call('POST', '/api/sessions', body, 'application/json')
    const { sessionId } = (await response.json()) as { sessionId: string }
    return { status: response.status, sessionId }
  }

  it.each(Object.entries(PRESETS))('is created as %s with its checks', async (name, spec) => {
    const { status, sessionId } = await createSession(name)
    expect(status).toBe(201)

    const { requested_checks: requestedTypes } =
      await stack.context.yoti.getSessionConfiguration(sessionId)
    const types = (spec.requested_checks ?? []).map(({ type }) => type)
    expect(requestedTypes).toEqual(expect.arrayContaining(types))
  })

  it('accepts the reference face of face-comparison', async () => {
    const { sessionId } = await createSession('face-comparison')
    const image = Buffer.from('ffd8ffe000104a4649460001', 'hex')
    const path = `/api/sessions/${sessionId}/face-capture`
    const response = await call('PUT', path, image, 'image/jpeg')
    expect(response.status).toBe(204)
    const { resources } = await stack.context.yoti.getSession(sessionId)
    expect(resources.face_capture).toHaveLength(1)
  })
})
