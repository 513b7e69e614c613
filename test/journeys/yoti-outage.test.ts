import { expect, it } from '@jest/globals'
import { startFaultServer } from '../faults/fault-server.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'
import { API_ENV, callApi } from './journey.js'

const TIMEOUT_MS = 1500
const REFRESH_MS = 40_000
const GET_SESSION = 'GET /sessions/:sessionId'

const countLines = ({ logLines }: Stack, text: string) =>
  logLines.filter((line) => line.includes(text)).length

it('opens the circuit of reads that hang: pages show the stored state, the worker waits, orders go on', async () => {
  await using yoti = await startFaultServer()
  await using stack = await startStack({
    env: { ...API_ENV, RATE_LIMIT: 'off', YOTI_IDV_API_URL: `${yoti.url}/idverify/v1` },
    yotiLimits: { timeoutMs: TIMEOUT_MS, circuitResetMs: 1000 },
  })
  yoti.forwardTo(stack.emulator.url)
  const users = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const visitor = createVisitor(stack.baseUrl)
      return { visitor, path: `/sessions/${await startSession(visitor)}/status` }
    }),
  )
  const [user] = users
  const readStatus = async () => (await user?.visitor.get(user.path))?.status
  const readMetric = async () => {
    const metrics = await (await fetch(`${stack.baseUrl}/metrics`)).text()
    return /^relying_party_yoti_circuit_open\{endpoint="GET \/sessions\/:sessionId"\} (\d)$/m.exec(
      metrics,
    )?.[1]
  }

  await stack.advanceTime(4000)
  await yoti.arm('hanging', [/^GET \S+\/sessions\/[^/]+ /])
  await Promise.all(users.map(({ visitor, path }) => visitor.get(path)))
  expect(await readMetric()).toBe('1')
  expect(countLines(stack, 'pages show the stored state')).toBe(1)
  expect(countLines(stack, 'refresh failed; using the stored state')).toBeGreaterThan(0)

  // Answers without a call, and no job fails, except those that find out after circuitResetMs.
  const reads = () => yoti.received(/^GET \S+\/sessions\/[^/]+ /)
  const before = reads()
  const failedBefore = countLines(stack, '"job failed')
  const answers = await Promise.all(Array.from({ length: 20 }, readStatus))
  expect(new Set(answers)).toEqual(new Set([200]))
  await stack.advanceTime(REFRESH_MS)
  expect(reads() - before).toBeLessThan(users.length)
  expect(countLines(stack, '"job failed') - failedBefore).toBeLessThan(users.length)
  const order = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
  expect(order.status).toBe(201)

  await yoti.heal()
  await waitFor('the circuit to close', async () => {
    await stack.advanceTime(REFRESH_MS)
    return (await readMetric()) === '0'
  })
  expect(countLines(stack, 'Yoti responds again')).toBe(1)
  expect(stack.logLines.join('')).toContain(GET_SESSION)
})
