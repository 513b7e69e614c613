import { randomUUID } from 'node:crypto'
import type { Application } from '../config/application.js'
import { createCall } from '../yoti/call.js'
import { createTransport, type Transport } from '../yoti/transport.js'
import type { ClockReading } from './judge-clock.js'

/** Milliseconds, with all attempts. */
const TIMEOUT = 8000

export interface YotiAnswer {
  /** What Yoti, or the way to it, said: a refusal is what is hoped for. undefined: a 2xx. */
  error: unknown
  /** undefined when nothing answered. */
  clock: ClockReading | undefined
}

export interface AskOptions {
  application: Application
  apiUrl: string
  /** See YotiClientOptions. */
  ca?: string | undefined
  timeout?: number
  now?: () => number
}

/** Reads a session that cannot exist, signed as every call: it changes nothing and costs nothing. */
export async function askYoti(options: AskOptions): Promise<YotiAnswer> {
  const { application, apiUrl, ca, timeout = TIMEOUT, now = Date.now } = options
  const transport = createTransport(apiUrl, { maxSockets: 1, connectTimeout: 3000, ca })
  let clock: ClockReading | undefined
  const timed: Transport = {
    ...transport,
    async send(request, signal) {
      const sentAt = now()
      const answer = await transport.send(request, signal)
      clock = { sentAt, receivedAt: now(), date: answer.header('date') }
      return answer
    },
  }
  const call = createCall({
    key: application.key,
    transport: timed,
    timeout,
    maxAnswerSize: 1e6,
    now,
  })
  try {
    await call(
      {
        endpoint: 'GET /sessions/:sessionId',
        ids: { sessionId: randomUUID() },
        query: [['sdkId', application.sdkId]],
      },
      (received) => received.read(),
    )
    return { error: undefined, clock }
  } catch (error) {
    return { error, clock }
  } finally {
    transport.close()
  }
}
