import { beforeEach, describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { API_ENV, CHECKS_DONE_MS, countCreateRequests, startAndCapture } from './journey.js'

describe('starting a session', () => {
  const stack = useStack(() => startStack({ env: { ...API_ENV, RATE_LIMIT: 'off' } }))
  let visitor: Visitor
  let countBefore: number
  beforeEach(async () => {
    visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    countBefore = countCreateRequests(stack)
  })
  const countCreated = () => countCreateRequests(stack) - countBefore
  const submit = async (form: Record<string, string> = {}) =>
    (await visitor.submitForm('/sessions', form)).headers.get('location')

  it('answers 403 and creates nothing unless Origin or Sec-Fetch-Site is its own', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'cross-site' },
      {},
    ]
    for (const headers of foreign) {
      expect((await visitor.submitForm('/sessions', {}, headers)).status).toBe(403)
    }
    expect(countCreated()).toBe(0)
    for (const headers of [{}, { origin: 'null' }]) {
      const sameOrigin = { ...headers, 'sec-fetch-site': 'same-origin' }
      expect((await visitor.submitForm('/sessions', {}, sameOrigin)).status).toBe(303)
    }
  })

  it('returns the same session for a second click and for simultaneous clicks', async () => {
    const locations = await Promise.all([submit(), submit()])
    expect(new Set([...locations, await submit()]).size).toBe(1)
    expect(countCreated()).toBe(1)
    const metrics = await (await visitor.get('/metrics')).text()
    expect(metrics).toMatch(/sessions_total\{state="ONGOING",outcome="PENDING"\} [1-9]/)
    expect(metrics).toMatch(/jobs\{type="refresh",state="waiting"\} [1-9]/)
  })

  it('creates one other session when the user abandons the unfinished one', async () => {
    const insteadOf = await startSession(visitor)
    const again = await submit({ insteadOf })
    expect(again).not.toBe(`/sessions/${insteadOf}`)
    expect(await submit({ insteadOf })).toBe(again)
    expect(countCreated()).toBe(2)
  })

  it('leads to the result when the page that says Continue is out of date, else to a new session', async () => {
    const { visitor: owner, sessionId } = await startAndCapture(stack)
    const page = await (await owner.get('/')).text()
    const [, continued = ''] = /name="continued" value="([^"]+)"/.exec(page) ?? []
    await stack.advanceTime(CHECKS_DONE_MS)
    expect((await visitor.submitForm('/sessions', { continued })).status).toBe(404)
    visitor = owner
    expect(await submit({ continued })).toBe(`/sessions/${sessionId}`)
    expect(countCreated()).toBe(1)
    expect(await submit()).not.toContain(sessionId)
  })

  it('answers 403 when PUBLIC_START is off', async () => {
    await using closed = await startStack({ env: { PUBLIC_START: 'off' } })
    const stranger = createVisitor(closed.baseUrl)
    expect(await (await stranger.get('/?country=GBR')).text()).not.toMatch(/<form|<select/)
    expect((await stranger.submitForm('/sessions')).status).toBe(403)
    expect(countCreateRequests(closed)).toBe(0)
  })

  it('is offered beside the documents of a country, which are read once, and while Yoti is down', async () => {
    await using debug = await startStack({ env: { LOG_LEVEL: 'debug' } })
    visitor = createVisitor(debug.baseUrl)
    const read = async (path: string) => (await visitor.get(path)).text()
    const countReads = () =>
      debug.logLines.filter((line) => line.includes('GET /supported-documents')).length
    expect(await read('/')).toContain('href="/?country=#documents"')
    expect(await read('/?country=')).toContain('<option value="GBR">United Kingdom</option>')
    expect(countReads()).toBe(0)
    const page = await read('/?country=GBR')
    expect(page).toContain('<option value="GBR" selected>United Kingdom</option>')
    expect(page).toMatch(/From United Kingdom[\s\S]*<li>Passport<\/li>[\s\S]*Driving licence/)
    await read('/?country=FRA')
    expect(countReads()).toBe(1)
    await using down = await startStack()
    await down.emulator.close()
    visitor = createVisitor(down.baseUrl)
    const html = await read('/?country=GBR')
    expect(html).toContain('We can’t show the list right now.')
    for (const each of [page, html]) expect(each).toContain('data-testid="start"')
  })

  it('states who sees the result: only the user, or the business as well', async () => {
    await using alone = await startStack()
    for (const [{ baseUrl }, business] of [
      [alone, false],
      [stack, true],
    ] as const) {
      const page = await (await createVisitor(baseUrl).get('/privacy-policy')).text()
      expect(page.includes('can see your result and photos too')).toBe(business)
    }
  })
})
