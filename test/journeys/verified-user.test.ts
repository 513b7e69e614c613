import { describe, expect, it } from '@jest/globals'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor, readClientSessionToken, startSession } from '../support/visitor.js'
import { CHECKS_DONE_MS, readMediaId, startAndCapture } from './journey.js'

const STAFF_DETAILS = /Raw values|recommendation|What was requested|Confidence \(/

describe('a verified user', () => {
  it('starts, captures a document and a face, waits, and sees the result with images', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)

    const start = await (await visitor.get('/')).text()
    expect(start).toContain('Your document is genuine')
    expect(start).toContain('within 8 days of starting')

    const sessionId = await startSession(visitor)
    const page = `/sessions/${sessionId}`
    const client = await (await visitor.get(page)).text()
    expect(client).toContain(`data-client-url="${stack.emulator.apiUrl}/web/index.html"`)
    expect(client).toMatch(/<iframe[^>]*allow="camera"/)
    expect(client).not.toMatch(/<iframe[^>]* src=/)

    await captureOverHttp(stack.emulator.apiUrl, sessionId, readClientSessionToken(client))
    await stack.advanceTime(3001)
    const waiting = await (await visitor.get(page)).text()
    expect(waiting).toContain('/assets/waiting.js')
    expect(waiting).not.toContain('data-session-token')
    const status = (await (await visitor.get(`${page}/status`)).json()) as { state: string }
    expect(status).toMatchObject({ state: 'CAPTURED', outcome: 'PENDING' })

    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await (await visitor.get(`${page}/status`)).json()).toMatchObject({
      state: 'COMPLETED',
      outcome: 'APPROVED',
    })
    const results = await (await visitor.get(page)).text()
    expect(results).toMatch(/passport/i)
    expect(results).toMatch(/Document number/i)
    expect(results).toMatch(/Devices used[\s\S]*The user arrived[\s\S]*The user finished/)
    expect(results).toMatch(/What happens next[\s\S]*Do you think this is wrong\?/)
    expect(results).not.toMatch(STAFF_DETAILS)

    const pictures = [...results.matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, src]) => src ?? '')
    expect(pictures.length).toBeGreaterThanOrEqual(3)
    for (const src of pictures) {
      const picture = await visitor.get(src)
      expect(picture.status).toBe(200)
      expect(picture.headers.get('content-type')).toMatch(/^image\/(jpeg|png)$/)
      expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
      expect(picture.headers.get('content-disposition')).toMatch(/^inline/)
      expect(picture.headers.get('cache-control')).toBe('no-store')
      expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(0)
    }
  })

  it('sees what is for staff when RESULTS_PAGE is debug', async () => {
    await using stack = await startStack({ env: { RESULTS_PAGE: 'debug' } })
    const { visitor, path } = await startAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    const html = await (await visitor.get(path)).text()
    for (const text of ['Raw values', 'What was requested', 'Confidence (0 to 1)']) {
      expect(html).toContain(text)
    }
  })

  it('sees only the outcome when RESULTS_PAGE is outcome', async () => {
    await using stack = await startStack({ env: { RESULTS_PAGE: 'outcome' } })
    const { visitor, sessionId, path } = await startAndCapture(stack)
    await stack.advanceTime(CHECKS_DONE_MS)
    const results = await (await visitor.get(path)).text()
    expect(results).toContain('data-outcome="APPROVED"')
    expect(results).not.toMatch(/<img|Document number|Devices used|What was requested/i)
    const media = `${path}/media/${await readMediaId(stack, sessionId)}`
    expect((await visitor.get(media)).status).toBe(404)
  })
})
