import { describe, expect, it } from '@jest/globals'
import { CLIENT_ERROR_CODES } from '../../src/yoti/web-client.js'
import { startFaultServer } from '../faults/fault-server.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { CHECKS_DONE_MS, createHandoverUrl, HANDOVER_ENV, startAndCapture } from './journey.js'

const UNKNOWN = '/sessions/00000000-0000-4000-8000-000000000000'
const BRANDED = {
  BRAND_FILE: 'test/fixtures/brands/brands.json',
  API_KEYS: ['signup', 'lending'].map((name) => `${name}:${name.repeat(6)}`).join(),
}

const open = useStack(() => startStack({ env: { RATE_LIMIT: 'off' } }))
const closed = useStack(() => startStack({ env: { ...HANDOVER_ENV, RATE_LIMIT: 'off' } }))

/** The first button of the page, as a browser without scripts sees it. */
function readNextStep(html: string) {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? ''
  const step =
    /<a role="button"[^>]*? href="([^"]*)"|<form method="post"(?: action="([^"]*)")?>([\s\S]*?)<button/.exec(
      main,
    )
  if (step === null) return undefined
  const [, href, action, inner = ''] = step
  const fields = [...inner.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  return { href, action, fields: Object.fromEntries(fields) }
}

/** Presses the first button. Returns where it leads outside this server, or the status of the page. */
async function follow(visitor: Visitor, path: string, html: string) {
  const step = readNextStep(html)
  if (step === undefined) return 'no button'
  if (step.href?.startsWith('https:') === true) return new URL(step.href).origin
  const response =
    step.href === undefined
      ? await visitor.submitForm(step.action ?? path, step.fields)
      : await visitor.get(step.href === '' ? path : step.href)
  if (response.status !== 303) return response.status
  return (await visitor.get(response.headers.get('location') ?? '')).status
}

async function openPage(visitor: Visitor, path: string) {
  const response = await visitor.get(path)
  return { status: response.status, html: await response.text() }
}

async function arrive(stack: Stack) {
  const visitor = createVisitor(stack.baseUrl)
  const { pathname } = new URL(await createHandoverUrl(stack))
  const path = (await visitor.get(pathname)).headers.get('location') ?? ''
  return { visitor, path }
}

describe('the first button of the page', () => {
  it('leads on for every client error code of a session that the user started', async () => {
    const visitor = createVisitor(open.baseUrl)
    for (const code of [...CLIENT_ERROR_CODES, '']) {
      const path = `/sessions/${await startSession(visitor)}?yotiErrorCode=${code}`
      const { html } = await openPage(visitor, path)
      expect([code, await follow(visitor, path, html)]).toEqual([code, 200])
    }
  })

  it('leads on, or back to the business, for every client error code after a handover', async () => {
    const { visitor, path } = await arrive(closed)
    for (const code of CLIENT_ERROR_CODES) {
      const { html } = await openPage(visitor, `${path}?yotiErrorCode=${code}`)
      expect([200, 'https://shop.example']).toContain(await follow(visitor, path, html))
      expect(html).not.toContain('<strong data-testid="address"')
    }
  })

  it('is "I have one now" after 7000, beside the documents that are accepted', async () => {
    const { visitor, path } = await arrive(closed)
    const { html } = await openPage(visitor, `${path}?yotiErrorCode=7000&country=GBR`)
    expect(html).toContain('I have one now')
    expect(html).toMatch(/data-testid="accepted">[\s\S]*Passport/)
    expect(await follow(visitor, path, html)).toBe(200)
  })

  it.each([
    ['/nowhere', 404],
    [UNKNOWN, 404],
    ['/success', 200],
    ['/error?yotiErrorCode=4000', 200],
  ])('leads to the start from %s', async (path, status) => {
    const visitor = createVisitor(open.baseUrl)
    const page = await openPage(visitor, path)
    expect(page.status).toBe(status)
    expect(await follow(visitor, path, page.html)).toBe(200)
  })

  it('starts again when the session has expired, or leads to the business that has a new link', async () => {
    await using stack = await startStack({ env: { ...HANDOVER_ENV, PUBLIC_START: 'on' } })
    const visitor = createVisitor(stack.baseUrl)
    const own = `/sessions/${await startSession(visitor)}`
    const handedOver = await arrive(stack)
    await stack.advanceTime(901_000)
    const page = await openPage(visitor, own)
    expect(page.html).toContain('Time ran out')
    expect(await follow(visitor, own, page.html)).toBe(200)
    const { html } = await openPage(handedOver.visitor, handedOver.path)
    expect(html).toContain('Time ran out')
    expect(await follow(handedOver.visitor, handedOver.path, html)).toBe('https://shop.example')
  })

  it('leads to the start while a session is erased, and afterwards', async () => {
    await using stack = await startStack()
    const { visitor, path } = await startAndCapture(stack)
    await stack.advanceTime(3001)
    await visitor.get(path)
    await visitor.submitForm(`${path}/delete`)
    const erasing = await openPage(visitor, path)
    expect(erasing.html).toContain('data-watch="erasing"')
    expect(await follow(visitor, path, erasing.html)).toBe(200)
    await stack.advanceTime(CHECKS_DONE_MS)
    const erased = await openPage(visitor, path)
    expect(erased.status).toBe(410)
    expect(await follow(visitor, path, erased.html)).toBe(200)
  })

  it('sends the same form again after 503, and not the form of another site', async () => {
    await using yoti = await startFaultServer()
    await using stack = await startStack({
      env: { YOTI_IDV_API_URL: `${yoti.url}/idverify/v1` },
      yotiLimits: { timeoutMs: 500 },
    })
    yoti.forwardTo(stack.emulator.url)
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    await yoti.arm('hanging', [/^POST \S+\/sessions /])
    const form = { scenario: 'tampered-passport' }
    const failed = await visitor.submitForm('/sessions', form)
    expect(failed.status).toBe(503)
    const html = await failed.text()
    expect(readNextStep(html)).toMatchObject({ href: undefined, fields: form })
    await yoti.heal()
    expect(await follow(visitor, '/sessions', html)).toBe(200)
  })

  it('sends the same form again after 429, unless another site sent it', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await visitor.get('/')
    let response: Response
    do response = await visitor.submitForm('/sessions', { scenario: 'tampered-passport' })
    while (response.status !== 429)
    expect(readNextStep(await response.text())?.fields).toEqual({ scenario: 'tampered-passport' })
    const foreign = await visitor.submitForm('/sessions', {}, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(429)
    expect(readNextStep(await foreign.text())?.href).toBe('/')
  })
})

describe('the way to reach the business', () => {
  it.each(['/', UNKNOWN, '/handover/unknown'])('is on %s of a closed server', async (path) => {
    await using stack = await startStack({ env: { ...BRANDED, PUBLIC_START: 'off' } })
    const { html } = await openPage(createVisitor(stack.baseUrl), path)
    expect(/<main[\s\S]*<\/main>/.exec(html)?.[0]).toMatch(/href="(mailto:|tel:|https:\/\/)/)
  })
})
