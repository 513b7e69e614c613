import { describe, expect, it } from '@jest/globals'
import { startStack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'

describe('operating the server', () => {
  it('reports readiness and counts sessions in the metrics', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    await startSession(visitor)
    const ready = await visitor.get('/readyz')
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        ready: true,
        checks: [
          { name: 'database', ok: true },
          { name: 'key', ok: true },
        ],
      },
    ])
    const metrics = await (await visitor.get('/metrics')).text()
    expect(metrics).toContain('relying_party_sessions_total{state="ONGOING",outcome="PENDING"} 1')
    expect(metrics).toContain('relying_party_jobs{type="refresh",state="waiting"} 1')
    expect(metrics).toMatch(/yoti_call_duration_seconds_count\{[^}]*POST \/sessions/)
  })

  it('answers 429 to repeated starts and guessed keys', async () => {
    await using stack = await startStack({ env: { API_KEYS: `shop:${'s'.repeat(40)}` } })
    const repeat = async (times: number, send: () => Promise<Response>) => {
      for (let i = 0; i < times; i++) await (await send()).arrayBuffer()
      return send()
    }
    const origin = stack.baseUrl
    const start = await repeat(20, () =>
      fetch(`${origin}/sessions`, { method: 'POST', headers: { origin }, redirect: 'manual' }),
    )
    expect([start.status, start.headers.has('retry-after')]).toEqual([429, true])
    expect(start.headers.get('content-type')).toContain('text/html')
    const guess = await repeat(60, () => fetch(`${origin}/api/sessions`, { method: 'POST' }))
    expect(guess.status).toBe(429)
    expect(guess.headers.get('content-type')).toContain('application/problem+json')
  })
})
