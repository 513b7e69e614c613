import { describe, expect, it } from '@jest/globals'
import { startStack, type Stack } from '../support/start-stack.js'

const REPORTS = 'application/reports+json'
const LEGACY = 'application/csp-report'
const PAGE = 'https://verify.example/sessions/3f2b8a52-0000-4000-8000-000000000000?token=secret'

function send({ baseUrl }: Stack, body: unknown, type: string): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'Content-Type': type }
  return fetch(`${baseUrl}/csp-reports`, { method: 'POST', headers, body: text })
}

function toReport(body: object): object {
  return { type: 'csp-violation', age: 1, url: PAGE, user_agent: 'a browser', body }
}

async function countViolations({ context }: Stack): Promise<string | undefined> {
  const { body } = await context.metrics.expose()
  return /^relying_party_csp_violations_total (\d+)$/m.exec(body)?.[1]
}

function readLoggedViolations({ logLines }: Stack): unknown[] {
  return logLines
    .map((line) => JSON.parse(line) as { violations?: unknown[] })
    .flatMap(({ violations }) => violations ?? [])
}

describe('reports of violations of the content security policy', () => {
  it('are requested by each page, in both formats', async () => {
    await using stack = await startStack()
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
  ])('are counted and logged without addresses: %s', async (type, body, violations) => {
    await using stack = await startStack()
    expect((await send(stack, body, type)).status).toBe(204)
    expect(readLoggedViolations(stack)).toEqual(violations)
    expect(await countViolations(stack)).toBe(String(violations.length))
    expect(stack.logLines.join('')).not.toMatch(/secret|3f2b8a52|a browser/)
  })

  it.each([
    [
      'a directive with a line break',
      toReport({ effectiveDirective: 'a\nb', blockedURL: 'x' }),
      204,
    ],
    ['another content type', 'a=b', 204],
    ['JSON that cannot be parsed', '{', 400],
    ['more than 16 kB', [toReport({ effectiveDirective: 'x'.repeat(17_000) })], 413],
  ])('are ignored when they are %s', async (what, body, status) => {
    await using stack = await startStack()
    const type = what === 'another content type' ? 'text/plain' : REPORTS
    expect((await send(stack, body, type)).status).toBe(status)
    expect(readLoggedViolations(stack)).toEqual([])
    expect(await countViolations(stack)).toBe('0')
  })

  it('are limited to 10 per request and 30 requests a minute', async () => {
    await using stack = await startStack()
    const report = toReport({ effectiveDirective: 'img-src', blockedURL: 'data' })
    const statuses: number[] = []
    for (let index = 0; index < 31; index++) {
      statuses.push((await send(stack, Array(12).fill(report), REPORTS)).status)
    }
    expect(statuses).toEqual([...Array<number>(30).fill(204), 429])
    expect(await countViolations(stack)).toBe('300')
  })
})
