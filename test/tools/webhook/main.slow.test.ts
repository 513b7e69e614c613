import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { API_ENV, callApi } from '../../journeys/journey.js'
import { listen } from '../../support/listen.js'
import { APP_SECRET, startStack } from '../../support/start-stack.js'
import { startWebhookReceiver } from '../../support/webhook-receiver.js'
import { startTool } from '../run-tool.js'

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

const createFolder = () => mkdtempSync(join(tmpdir(), 'webhook-tool-'))
const run = (cwd: string, env: Record<string, string>, ...args: string[]) =>
  startTool('webhook', { args, cwd, env: { APP_SECRET, ...env } }).ended

describe('npm run webhook', () => {
  it('test: sends a signed event to the webhook of a caller, and prints the response', async () => {
    const verified: unknown[] = []
    await using server = await listen((req, res) => {
      void text(req).then((body) => {
        verified.push(new Webhook(SECRET).verify(body, req.headers as Record<string, string>))
        res.writeHead(verified.length === 1 ? 200 : 500).end('seen by\u001b[31m the receiver')
      })
    })
    const folder = createFolder()
    const webhook = { url: `${server.url}/outcomes?token=hidden`, secrets: [SECRET] }
    const lending = { secrets: ['a-secret-of-lending-that-is-long-enough'], webhook }
    const env = { CALLERS_FILE: join(folder, 'callers.json') }
    writeFileSync(env.CALLERS_FILE, JSON.stringify({ lending }))
    const accepted = await run(folder, env, 'test', '--caller', 'lending')
    expect(accepted.output).toMatch(/200 after \d+ ms: accepted\nseen by \[31m the receiver/)
    expect(accepted.output).not.toMatch(/hidden|whsec_/)
    expect(accepted.code).toBe(0)
    expect(verified).toEqual([
      expect.objectContaining({ type: 'webhook.test', data: { caller: 'lending' } }),
    ])
    const refused = await run(folder, env, 'test', '--caller', 'lending')
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('500 after')])
    const unnamed = await run(folder, env, 'test')
    expect([unnamed.code, unnamed.errors]).toEqual([
      1,
      expect.stringMatching(/Use --caller with lending/),
    ])
  })

  it('list and resend: find a failed delivery and repeat it, and a delivered one again', async () => {
    let isDown = true
    await using receiver = await startWebhookReceiver(() => isDown)
    const folder = createFolder()
    const env = {
      ...API_ENV,
      ...receiver.env,
      DATABASE_URL: `file:${join(folder, 'x.db')}`,
      RESOURCES_TTL: '2592000',
    }
    const stack = await startStack({ env })
    const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    for (let round = 0; round < 8; round++) await stack.advanceTime(2 * 3_600_000)
    for (let day = 0; day < 9; day++) await stack.advanceTime(27 * 3_600_000)
    await stack[Symbol.asyncDispose]()
    const id = `evt_${body.sessionId}_expired`

    const list = await run(folder, env, 'list', '--failed')
    expect(list.output).toMatch(
      new RegExp(`^${id}  \\S+Z  shop  failed, attempts \\d+, last WEBHOOK_REFUSED\n$`),
    )
    const refused = await run(folder, env, 'resend', id)
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('WEBHOOK_REFUSED')])
    isDown = false
    const waiting = await run(folder, env, 'list')
    expect(waiting.output).toContain(`${id}  `)
    for (const times of [1, 2]) {
      expect(await run(folder, env, 'resend', id)).toMatchObject({ code: 0 })
      expect(receiver.events).toHaveLength(times)
    }
    expect(receiver.events[1]).toEqual(receiver.events[0])
    expect(receiver.events[0]).toMatchObject({
      id,
      type: 'session.expired',
      data: { caller: 'shop', userReference: 'user-1', outcome: 'NONE' },
    })
    expect((await run(folder, env, 'list')).output).toBe('All events are delivered.\n')
    const unknown = await run(folder, env, 'resend', 'evt_x_expired')
    expect([unknown.code, unknown.errors]).toEqual([1, expect.stringContaining('is unknown here')])
  })
})
