// npx tsx bench/notifications.ts: how many notifications a second are taken, each kept durably before it is answered.
import { Agent, request } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '../test/support/start-stack.js'
import { createVisitor, startSession } from '../test/support/visitor.js'

const COUNT = 5000
const SESSIONS = 50
const AT_ONCE = 24

const directory = mkdtempSync(join(tmpdir(), 'bench-'))
const stack = await startStack({
  clock: 'real',
  env: {
    DATABASE_URL: `file:${join(directory, 'bench.db')}`,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'error',
  },
})
const { store, tokens } = stack.parts.notifications
const targets: { body: string; authorization: string }[] = []
for (let i = 0; i < SESSIONS; i++) {
  const sessionId = await startSession(createVisitor(stack.baseUrl))
  const session = await store.find(sessionId)
  targets.push({
    body: JSON.stringify({ session_id: sessionId, topic: 'check_completion' }),
    authorization: `Bearer ${tokens.make(session?.reference ?? '')}`,
  })
}
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const times: number[] = []
let left = COUNT
const startedAt = performance.now()
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) {
      const target = targets[left % SESSIONS]
      if (target !== undefined) times.push(await notify(target))
    }
  }),
)
const seconds = (performance.now() - startedAt) / 1000
times.sort((a, b) => a - b)
const p99 = times[Math.floor(times.length * 0.99)] ?? 0
process.stdout.write(
  `${(COUNT / seconds).toFixed(0)} notifications a second, p99 ${p99.toFixed(1)} ms, the worker, Yoti's emulator and the sender in the same process\n`,
)
agent.destroy()
await stack[Symbol.asyncDispose]()
rmSync(directory, { recursive: true })

function notify({ body, authorization }: { body: string; authorization: string }): Promise<number> {
  const sentAt = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      `${stack.baseUrl}/notifications`,
      { agent, method: 'POST', headers: { authorization, 'content-length': body.length } },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode ?? 0}`))
        response.resume().once('end', () => {
          resolve(performance.now() - sentAt)
        })
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
}
