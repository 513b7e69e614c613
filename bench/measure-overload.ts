import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { BenchEnvironment } from './bench-environment.js'
import type { RunningServer } from './bench-server.js'
import { formatTable, type PerformanceTarget } from './report.js'

const NORMAL_CONNECTIONS = 32
const OVERLOAD_CONNECTIONS = 1500
const WARM_UP_SECONDS = 3
const SECONDS = 10
const PROBE_INTERVAL_MS = 100

/** 1,500 connections whose next request follows each response: the server refuses what it cannot answer in time. */
export async function measureOverload(stage: BenchEnvironment): Promise<PerformanceTarget[]> {
  const server = await stage.start('project', { YOTI_IDV_API_URL: stage.httpApiUrl })
  const measure = async (connections: number) => {
    await applyLoad(server, connections, WARM_UP_SECONDS)
    stage.logProgress(`${connections} connections for ${SECONDS} s`)
    return applyLoad(server, connections, SECONDS)
  }
  const normal = await measure(NORMAL_CONNECTIONS)
  const overload = await measure(OVERLOAD_CONNECTIONS)
  await server.serverProcess.stop()

  const rows = [
    ['connections', 'accepted /s', 'refused /s', 'p99 ms', 'slowest ms', 'health ms'],
    ...[normal, overload].map((row) => Object.values(row).map((figure) => figure.toFixed(0))),
  ]
  stage.print(['Overload, new visitors on SQLite:', ...formatTable(rows)].join('\n'))
  const share = overload.acceptedPerSecond / normal.acceptedPerSecond
  return [
    [share >= 0.5, `half of the throughput is accepted under overload: ${share.toFixed(2)}`],
    [
      overload.slowestMs < 2000,
      `every accepted request ends within 2 s: ${overload.slowestMs.toFixed(0)} ms`,
    ],
    [
      overload.slowestProbeMs < 500,
      `health answers within half a second: ${overload.slowestProbeMs.toFixed(0)} ms`,
    ],
  ]
}

/** Visitors create a session and open its page, over one connection each, and retry without a pause. */
async function applyLoad(server: RunningServer, connections: number, seconds: number) {
  const endsAt = performance.now() + seconds * 1000
  const times: number[] = []
  let refused = 0
  let slowestProbeMs = 0
  const { origin } = server.client

  const visit = async (): Promise<void> => {
    const connection = openConnection(Number(new URL(origin).port))
    const send = async (head: string) => {
      for (;;) {
        const sentAt = performance.now()
        const response = await connection.send(head)
        if (response.startsWith('HTTP/1.1 503')) refused += 1
        else {
          times.push(performance.now() - sentAt)
          return response
        }
        if (performance.now() > endsAt) return response
      }
    }
    while (performance.now() < endsAt) {
      const started = await send(
        `POST /sessions HTTP/1.1\r\nOrigin: ${origin}\r\nContent-Length: 0`,
      )
      const path = /^location: (.+)\r$/im.exec(started)?.[1]
      const cookie = /^set-cookie: ([^;]+)/im.exec(started)?.[1]
      if (path !== undefined) await send(`GET ${path} HTTP/1.1\r\nCookie: ${cookie ?? ''}`)
    }
    connection.close()
  }
  const probe = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const sentAt = performance.now()
      const { status } = await server.client.send('GET', '/healthz')
      if (status !== 200) throw new Error(`/healthz answered ${status}.`)
      slowestProbeMs = Math.max(slowestProbeMs, performance.now() - sentAt)
      await setTimeout(PROBE_INTERVAL_MS)
    }
  }
  await Promise.all([probe(), ...Array.from({ length: connections }, visit)])
  times.sort((a, b) => a - b)
  return {
    connections,
    acceptedPerSecond: times.length / seconds,
    refusedPerSecond: refused / seconds,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? NaN,
    slowestMs: times.at(-1) ?? NaN,
    slowestProbeMs,
  }
}

/** A keep-alive connection that costs the load generator little. Resolves to the response with its head. */
function openConnection(port: number) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  let received = ''
  let settle: { resolve: (response: string) => void; reject: (err: Error) => void } | undefined
  socket.on('data', (chunk: string) => {
    received += chunk
    const headLength = received.indexOf('\r\n\r\n')
    if (headLength < 0) return
    const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? 0)
    if (received.length < headLength + 4 + length) return
    const response = received
    received = ''
    settle?.resolve(response)
  })
  for (const event of ['error', 'close']) {
    socket.on(event, () => settle?.reject(new Error(`The connection ended: ${event}.`)))
  }
  return {
    send: (head: string) =>
      new Promise<string>((resolve, reject) => {
        settle = { resolve, reject }
        socket.write(`${head}\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
      }),
    close: () => {
      settle = undefined
      socket.destroy()
    },
  }
}
