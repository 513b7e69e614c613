import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { SessionFixture } from '../../emulator/src/start-emulator.js'
import { startStack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { captureOnPage, CHECKS_DONE_MS, countSessionReads, startAndCapture } from './journey.js'

const stack = useStack(() => startStack({ env: { PUBLIC_START: 'on', RATE_LIMIT: 'off' } }))

async function start() {
  const visitor = createVisitor(stack.baseUrl)
  const sessionId = await startSession(visitor)
  const page = `/sessions/${sessionId}`
  const read = async (query = '') => (await visitor.get(page + query)).text()
  return { visitor, sessionId, page, read }
}

describe('the session page', () => {
  it('asks Yoti once when the session has just completed', async () => {
    await using own = await startStack()
    const { visitor, sessionId, path } = await startAndCapture(own)
    // Otherwise the worker refreshes the session before the page does.
    own.context.worker.drain = () => Promise.resolve(0)
    await own.advanceTime(CHECKS_DONE_MS)
    const readsBefore = countSessionReads(own, sessionId)
    expect(await (await visitor.get(path)).text()).toContain('data-outcome="APPROVED"')
    expect(countSessionReads(own, sessionId)).toBe(readsBefore + 1)
  })

  it('shows the result and the media of an exported session', async () => {
    const { visitor, sessionId, page, read } = await start()
    const file = new URL('../fixtures/session-exports/tampered-passport.json', import.meta.url)
    const fixture = JSON.parse(readFileSync(file, 'utf8')) as SessionFixture
    stack.emulator.control.importSession(sessionId, fixture)
    await stack.advanceTime(CHECKS_DONE_MS)
    const html = await read()
    expect(html).toContain('data-outcome="REJECTED"')
    const images = Object.entries(fixture.media).filter(([id, { contentType }]) => {
      return contentType.startsWith('image/') && html.includes(id)
    })
    expect(images.length).toBeGreaterThan(0)
    for (const [id, { base64 }] of images) {
      const response = await visitor.get(`${page}/media/${id}`)
      const content = Buffer.from(await response.arrayBuffer())
      expect(content.toString('base64')).toBe(base64)
    }
  })

  it('answers 410 to its owner when Yoti has deleted the session', async () => {
    const { visitor, sessionId, path } = await startAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    await stack.context.yoti.deleteSession(sessionId)
    const erased = await visitor.get(path)
    expect(erased.status).toBe(410)
    expect(await erased.text()).toContain('has been deleted')
  })

  it('offers erasure and signing out on the start page when the user has finished', async () => {
    const { visitor, sessionId, page } = await start()
    const readStart = async () => (await visitor.get('/')).text()
    expect(await readStart()).not.toContain('data-testid="erase"')
    await captureOnPage(stack, visitor, sessionId)
    await stack.advanceTime(CHECKS_DONE_MS)
    const html = await readStart()
    for (const action of ['delete', 'finish']) expect(html).toContain(`action="${page}/${action}"`)
    await visitor.submitForm(`${page}/delete`)
    expect(await readStart()).not.toContain('data-testid="erase"')
  })

  it('waits after a success landing and offers the client again after 30 s', async () => {
    const { page, read } = await start()
    const landed = await read('?waited=0')
    expect(landed).toContain('/assets/waiting.js')
    expect(landed).toContain(`content="20;url=${page}?waited=20"`)
    const stopped = await read('?waited=0&stop=1')
    expect(stopped).toContain(`href="${page}?waited=20"`)
    expect(stopped).not.toContain('http-equiv="refresh"')
    expect(await read('?waited=30')).toContain('data-session-token')
  })

  it('explains a client error with one action while the session is ONGOING', async () => {
    const { visitor, sessionId, read } = await start()
    expect(await read('?yotiErrorCode=4000')).toContain('data-testid="retry-here"')
    await captureOnPage(stack, visitor, sessionId)
    await stack.advanceTime(3001)
    expect(await read('?yotiErrorCode=4000')).toContain('/assets/waiting.js')
  })
})

describe('a landing', () => {
  it.each(['/success', '/error'])('shows no session data at %s', async (path) => {
    const { visitor, sessionId } = await start()
    const requestCount = stack.emulator.requests().length
    const response = await visitor.get(`${path}?sessionID=${sessionId}`)
    const body = await response.text()
    expect(response.status).toBe(200)
    expect(body).not.toContain(sessionId)
    expect(body).toContain('Continue')
    expect(stack.emulator.requests()).toHaveLength(requestCount)
  })

  it.each([
    ['/success', `frame-ancestors 'self' `, null],
    ['/', "frame-ancestors 'none'", 'DENY'],
  ])(
    'can be framed by this server and by Yoti, unlike other pages: %s',
    async (path, csp, deny) => {
      const { headers } = await createVisitor(stack.baseUrl).get(path)
      const origin = deny === null ? stack.emulator.url : ''
      expect(headers.get('content-security-policy')).toContain(csp + origin)
      expect(headers.get('x-frame-options')).toBe(deny)
    },
  )

  it.each([
    ['4000', '4000'],
    ['%22%3E%3Cscript%3E', ''],
  ])('forwards the client error code %s as "%s"', async (sent, forwarded) => {
    const page = await createVisitor(stack.baseUrl).get(`/error?yotiErrorCode=${sent}`)
    expect(await page.text()).toContain(`data-yoti-error-code="${forwarded}"`)
  })
})
