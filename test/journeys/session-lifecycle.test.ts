import { describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { importSessionFixture } from '../support/session-fixture.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { captureOnPage, CHECKS_DONE_MS, countSessionReads, startAndCapture } from './journey.js'

describe('the session page', () => {
  it('offers a new start when the session has expired', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    await stack.advanceTime(901_000)
    const expired = await (await visitor.get(`/sessions/${sessionId}`)).text()
    expect(expired).toContain('Time ran out')
    const again = await visitor.submitForm('/sessions', { insteadOf: sessionId })
    expect(again.headers.get('location')).not.toContain(sessionId)
  })

  it('asks Yoti once when the session has just completed', async () => {
    await using stack = await startStack()
    const { visitor, sessionId, path } = await startAndCapture(stack)
    // Otherwise the worker refreshes the session before the page does.
    stack.context.worker.drain = () => Promise.resolve(0)
    await stack.advanceTime(CHECKS_DONE_MS)
    const readsBefore = countSessionReads(stack, sessionId)
    expect(await (await visitor.get(path)).text()).toContain('data-outcome="APPROVED"')
    expect(countSessionReads(stack, sessionId)).toBe(readsBefore + 1)
  })

  it('shows the result and the media of an exported session', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const { media } = importSessionFixture(stack.emulator, sessionId, 'tampered-passport')
    await stack.advanceTime(CHECKS_DONE_MS)
    const html = await (await visitor.get(`/sessions/${sessionId}`)).text()
    expect(html).toContain('data-outcome="REJECTED"')
    const images = Object.entries(media).filter(([id, { contentType }]) => {
      return contentType.startsWith('image/') && html.includes(id)
    })
    expect(images.length).toBeGreaterThan(0)
    for (const [id, { base64 }] of images) {
      const response = await visitor.get(`/sessions/${sessionId}/media/${id}`)
      const content = Buffer.from(await response.arrayBuffer())
      expect(content.toString('base64')).toBe(base64)
    }
  })

  it('answers 410 to its owner when Yoti has deleted the session', async () => {
    await using stack = await startStack()
    const { visitor, sessionId } = await startAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    await stack.context.yoti.deleteSession(sessionId)
    const erased = await visitor.get(`/sessions/${sessionId}`)
    expect(erased.status).toBe(410)
    expect(await erased.text()).toContain('has been deleted')
  })

  it('offers erasure and signing out on the start page when the user has finished', async () => {
    await using stack = await startStack({ env: { PUBLIC_START: 'on' } })
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const readStart = async () => (await visitor.get('/')).text()
    expect(await readStart()).not.toContain('data-testid="erase"')
    await captureOnPage(stack, visitor, sessionId)
    await stack.advanceTime(CHECKS_DONE_MS)
    const start = await readStart()
    expect(start).toContain(`action="/sessions/${sessionId}/delete"`)
    expect(start).toContain(`action="/sessions/${sessionId}/finish"`)
    await visitor.submitForm(`/sessions/${sessionId}/delete`)
    expect(await readStart()).not.toContain('data-testid="erase"')
  })

  it('waits after a success landing and offers the client again after 30 s', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const page = `/sessions/${sessionId}`
    const landed = await (await visitor.get(`${page}?waited=0`)).text()
    expect(landed).toContain('/assets/waiting.js')
    expect(landed).toContain(`content="20;url=${page}?waited=20"`)
    const stopped = await (await visitor.get(`${page}?waited=0&stop=1`)).text()
    expect(stopped).toContain(`href="${page}?waited=20"`)
    expect(stopped).not.toContain('http-equiv="refresh"')
    expect(await (await visitor.get(`${page}?waited=30`)).text()).toContain('data-session-token')
  })

  it('explains a client error with one action while the session is ONGOING', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const page = `/sessions/${sessionId}?yotiErrorCode=4000`
    expect(await (await visitor.get(page)).text()).toContain('data-testid="retry-here"')
    await captureOnPage(stack, visitor, sessionId)
    await stack.advanceTime(3001)
    expect(await (await visitor.get(page)).text()).toContain('/assets/waiting.js')
  })

  it('shows the last known state when Yoti is down', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    await stack.advanceTime(3001)
    await stack.emulator.close()
    const page = await visitor.get(`/sessions/${sessionId}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('data-session-token')
    expect(
      stack.logLines.some((line) => line.includes('refresh failed; using the stored state')),
    ).toBe(true)
  })

  it('is not accessible after signing out on this device', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const sessionId = await startSession(visitor)
    const response = await visitor.submitForm(`/sessions/${sessionId}/finish`)
    expect(response.status).toBe(303)
    expect(visitor.cookie).toBeUndefined()
    expect((await visitor.get(`/sessions/${sessionId}`)).status).toBe(404)
  })
})
