import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startStack, type Stack } from '../support/start-stack.js'

const REPORTS = 'application/reports+json'
const LEGACY = 'application/csp-report'
const PAGE = 'https://verify.example/sessions/3f2b8a52-0000-4000-8000-000000000000?token=secret'

let stack: Stack
let counted = 0
beforeAll(async () => {
  stack = await startStack()
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
})

const toReport = (body: object) => ({
  ...{ type: 'csp-violation', age: 1, url: PAGE, user_agent: 'a browser', body },
})

/** The status, and what was logged and counted. */
async function send(body: unknown, type = REPORTS) {
  stack.logLines.length = 0
  const { status } = await fetch(`${stack.baseUrl}/csp-reports`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const { body: metrics } = await stack.context.metrics.expose()
  const total = Number(/^relying_party_csp_violations_total (\d+)$/m.exec(metrics)?.[1])
  const count = total - counted
  counted = total
  const logged = stack.logLines
    .map((line) => JSON.parse(line) as { violations?: unknown[] })
    .flatMap(({ violations }) => violations ?? [])
  return { status, count, logged }
}

describe('reports of violations of the content security policy', () => {
  it('are requested by each page, in both formats', async () => {
    for (const path of ['/', '/success', '/x']) {
      const { headers } = await fetch(`${stack.baseUrl}${path}`)
      const url = `${stack.baseUrl}/csp-reports`
      expect(headers.get('reporting-endpoints')).toBe(`csp="${url}"`)
      expect(headers.get('content-security-policy')).toContain(`report-to csp;report-uri ${url}`)
    }
  })

  it.each([
    [
      REPORTS,
      [
        toReport({
          effectiveDirective: 'script-src-elem',
          blockedURL: 'inline',
          documentURL: PAGE,
        }),
        toReport({ effectiveDirective: 'img-src', blockedURL: `https://evil.example/${PAGE}` }),
        { type: 'deprecation', url: PAGE, body: { id: 'secret' } },
      ],
      [
        { directive: 'script-src-elem', blocked: 'inline' },
        { directive: 'img-src', blocked: 'https://evil.example' },
      ],
    ],
    [
      LEGACY,
      { 'csp-report': { 'effective-directive': 'frame-src', 'blocked-uri': PAGE } },
      [{ directive: 'frame-src', blocked: 'https://verify.example' }],
    ],
  ])('are counted and logged without addresses: %s', async (type, body, logged) => {
    expect(await send(body, type)).toEqual({ status: 204, count: logged.length, logged })
    expect(stack.logLines.join('')).not.toMatch(/secret|3f2b8a52|a browser/)
  })

  it.each([
    ['odd', toReport({ effectiveDirective: 'a\nb', blockedURL: 'x' }), REPORTS, 204],
    ['of another type', 'a=b', 'text/plain', 204],
    ['no JSON', '{', REPORTS, 400],
    ['larger than 16 kB', [toReport({ effectiveDirective: 'x'.repeat(17_000) })], REPORTS, 413],
  ])('are ignored when they are %s', async (_what, body, type, status) => {
    expect(await send(body, type)).toEqual({ status, count: 0, logged: [] })
  })

  it('are limited to 10 per request', async () => {
    const report = toReport({ effectiveDirective: 'img-src', blockedURL: 'data' })
    expect((await send(Array(12).fill(report))).count).toBe(10)
  })
})
