import { Console } from 'node:console'
import { afterAll, describe, expect, it } from '@jest/globals'
import { API_ENV, callApi, capture, CHECKS_DONE_MS } from '../journeys/journey.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { startFaultServer, type Fault, type FaultServer } from './fault-server.js'
import { buildOrderRows, buildRows, getExpected, retryAfters, type Row } from './matrix-rows.js'

const ALL: Fault[] = [
  ...(['refused', 'reset', 'slow', 'hanging', 'cut', 'malformed', 'not HTTP'] as const),
  ...(['wrong type', '403', '429', '500', '503'] as const),
]
const FAULTS = process.env.LONG_RUN ? ALL : ALL.filter((fault) => /^(cut|hanging|429)$/.test(fault))

const TIMEOUT_MS = 2500
/** Several calls, on a machine that is four times slower. */
const BOUND_MS = 9_000
const STALE_MS = 4000
/** Longer than the first delay of a job. */
const REFRESH_MS = 40_000
const MINUTE_MS = 60_000

interface Result {
  call: string
  caller: string
  fault: Fault
  answer: string
  ms: number
}
const results: Result[] = []

/** All rows together, because a hanging call takes its time. */
async function expectAnswers(yoti: FaultServer, rows: readonly Row[], fault: Fault) {
  const patterns = rows.map(({ matches }) => matches)
  await yoti.arm(fault, patterns)
  const answers = await Promise.all(
    rows.map(async (row) => {
      const startedAt = performance.now()
      const answer = await row.send()
      const { call, caller } = row
      results.push({ call, caller, fault, answer, ms: performance.now() - startedAt })
      return describeRun(row, answer)
    }),
  )
  expect(answers).toEqual(rows.map((row) => describeRun(row, getExpected(row, fault))))
}

/** Whether every caller gets what it should have got during the fault. */
async function expectRecovery(rows: readonly Row[], fault: Fault): Promise<void> {
  for (const row of rows) {
    const expected = row.recovered?.(fault) ?? row.expected.success
    expect(describeRun(row, await row.send())).toBe(describeRun(row, expected))
  }
}

/** What the log says of the worker's jobs since the last call. */
async function runWorker(
  stack: Stack,
  fault: Fault,
  calls: Partial<Record<string, string>> = { refresh: 'get session', erase: 'delete' },
): Promise<string[]> {
  const before = stack.logLines.length
  const startedAt = performance.now()
  await stack.advanceTime(REFRESH_MS)
  const ms = performance.now() - startedAt
  const lines = stack.logLines.slice(before).filter((line) => line.includes('"job failed'))
  const failures = lines.map((line) => JSON.parse(line) as { type: string; failed: string })
  for (const [type, call = ''] of Object.entries(calls)) {
    const codes = failures.filter((job) => job.type === type).map(({ failed }) => failed)
    const answer = codes.length === 0 ? 'done' : `retried ${[...new Set(codes)].join(', ')}`
    results.push({ call, caller: 'worker', fault, answer, ms })
  }
  return failures.map(({ type }) => type)
}

function writeTable(): void {
  const table: Record<string, Record<string, string>> = {}
  for (const { call, caller, fault, answer } of results) {
    const name = `${call} / ${caller}`
    table[name] = { ...table[name], [fault]: answer }
  }
  const longest = Math.max(...results.map(({ ms }) => ms))
  // Jest would buffer its own console until the end.
  const console = new Console(process.stderr)
  console.table(table)
  console.log(`The longest took ${Math.ceil(longest)} ms.`)
  expect(longest).toBeLessThan(BOUND_MS)
}

/** Runs the test on a stack of its own, then checks that nothing of it is left. */
async function withFaults(
  env: Record<string, string>,
  test: (yoti: FaultServer, stack: Stack) => Promise<void>,
): Promise<void> {
  const countSockets = () =>
    process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  const before = countSockets()
  {
    await using yoti = await startFaultServer()
    await using stack = await startStack({
      env: { ...API_ENV, RATE_LIMIT: 'off', YOTI_IDV_API_URL: `${yoti.url}/idverify/v1`, ...env },
      // The fault of one call does not hide that of another.
      yotiLimits: { timeoutMs: TIMEOUT_MS, minCircuitCalls: 1e9 },
    })
    yoti.forwardTo(stack.emulator.url)
    await test(yoti, stack)
    await waitFor('the end of every call', () => yoti.pending() === 0)
    await stack[Symbol.asyncDispose]()
    await waitFor('the end of every connection to Yoti', () => yoti.connections() === 0)
  }
  await waitFor('the end of every socket', () => countSockets() <= before)
}

const describeRun = ({ call, caller }: Row, answer: string) => `${call} by ${caller}: ${answer}`

describe('while a call to Yoti fails', () => {
  afterAll(() => {
    writeTable()
    const isOutside = (seconds: string | null) => !(Number(seconds) >= 1 && Number(seconds) <= 300)
    expect(retryAfters.filter(isOutside)).toEqual([])
  })

  it.each(FAULTS)('every caller gets its answer, and nothing is lost: %s', async (fault) => {
    await withFaults({}, async (yoti, stack) => {
      const { rows, ongoing, erased } = await buildRows(stack)
      await stack.advanceTime(STALE_MS)
      await expectAnswers(yoti, rows, fault)
      const failedJobs = new Set(await runWorker(stack, fault))
      expect([...failedJobs].sort()).toEqual(fault === 'slow' ? [] : ['erase', 'refresh'])

      await yoti.heal()
      await stack.advanceTime(2 * MINUTE_MS)
      expect(erased.map((sessionId) => stack.emulator.session(sessionId))).toEqual([
        undefined,
        undefined,
      ])
      await expectRecovery(rows, fault)
      const sessionId = await capture(stack, ongoing)
      await stack.advanceTime(CHECKS_DONE_MS)
      const { body } = await callApi(stack, 'GET', `/api/sessions/${sessionId}`)
      expect(body).toMatchObject({ state: 'COMPLETED', outcome: 'APPROVED' })
    })
  })

  it.each(FAULTS)('every caller gets its answer without an access token: %s', async (fault) => {
    await withFaults({ YOTI_AUTH: 'bearer' }, async (yoti, stack) => {
      const rows = buildOrderRows(stack, 'token', /^POST \S+\/oauth\/token /)
      const refreshed = { userReference: 'refreshed' }
      expect((await callApi(stack, 'POST', '/api/sessions', refreshed)).status).toBe(201)
      await expectAnswers(yoti, rows, fault)
      expect(new Set(await runWorker(stack, fault, { refresh: 'token' }))).toEqual(
        new Set(fault === 'slow' ? [] : ['refresh']),
      )

      await yoti.heal()
      await expectRecovery(rows, fault)
    })
  })
})
