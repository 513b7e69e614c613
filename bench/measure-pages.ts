import { captureOverHttp } from '../test/support/capture-over-http.js'
import { waitFor } from '../test/support/wait-for.js'
import type { BenchEnvironment } from './bench-environment.js'
import type { RunningServer } from './bench-server.js'
import { formatTable, median, type PerformanceTarget } from './report.js'
import { measureLoad } from './run-rounds.js'

const ROUND_COUNT = 5
const LOAD = { count: 300, concurrency: 16 }
const API_SECRET = 'x'.repeat(32)
const AUTHORIZED = { Authorization: `Bearer ${API_SECRET}` }

/** What is asked again and again for each session, in milliseconds of CPU per request. */
export async function measurePages(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  const env = { YOTI_IDV_API_URL: stage.httpApiUrl }
  const callers = { API_KEYS: `bench:${API_SECRET}`, PUBLIC_START: 'on' }
  const project = await stage.start('project', { ...env, ...callers })
  const official = await stage.start('official', env)
  const path = `/api/sessions/${await orderByApi(project)}`
  const open = await project.visit(project.client)
  const requests = {
    'result page': await completeSession(stage, project),
    official: await completeSession(stage, official),
    status: () => project.client.expectOk(`/sessions/${open.sessionId}/status`, open.headers),
    'API read': () => project.client.expectOk(path, AUTHORIZED),
  }
  const names = Object.keys(requests) as (keyof typeof requests)[]
  const cpu = Object.fromEntries(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round <= ROUND_COUNT; round++) {
    for (const name of names) {
      const server = name === 'official' ? official : project
      const figures = await measureLoad([server], LOAD, requests[name])
      // The first round is a warm-up.
      if (round > 0) cpu[name]?.push(figures.cpu)
    }
    stage.logProgress(`pages, round ${round} of ${ROUND_COUNT}`)
  }
  const figures = names.map((name) => median(cpu[name] ?? []))
  const [result = NaN, example = NaN, status = NaN, api = NaN] = figures
  const { startCpu } = project
  await Promise.all([project.serverProcess.stop(), official.serverProcess.stop()])
  stage.print(
    [
      'CPU ms per request, and until ready:',
      ...formatTable([
        [...names, 'start'],
        [...figures.map((figure) => figure.toFixed(3)), startCpu.toFixed(0)],
      ]),
    ].join('\n'),
  )
  return [
    [
      result < example,
      `a result page costs less than the official server's: ${result.toFixed(2)} and ${example.toFixed(2)} ms`,
    ],
    [status < 0.2, `a status under 0.2 ms: ${status.toFixed(3)}`],
    [api < 0.2, `a read by the API under 0.2 ms: ${api.toFixed(3)}`],
    [startCpu < 600, `ready within 600 ms of CPU: ${startCpu.toFixed(0)}`],
  ]
}

/** Resolves to a request for the page of a session whose checks are done. */
async function completeSession(stage: BenchEnvironment, server: RunningServer) {
  const { sessionId, clientSessionToken, headers } = await server.visit(server.client)
  await captureOverHttp(stage.httpApiUrl, sessionId, clientSessionToken)
  await stage.emulator.request({ finish: sessionId })
  const path = server.resultPath(sessionId)
  await waitFor('the result', async () =>
    /APPROVE|confirmed/.test((await server.client.send('GET', path, headers)).body),
  )
  return () => server.client.expectOk(path, headers)
}

async function orderByApi({ client }: RunningServer): Promise<string> {
  const headers = { ...AUTHORIZED, 'Content-Type': 'application/json' }
  const order = JSON.stringify({ userReference: 'bench' })
  const { body } = await client.send('POST', '/api/sessions', headers, order)
  return (JSON.parse(body) as { sessionId: string }).sessionId
}
