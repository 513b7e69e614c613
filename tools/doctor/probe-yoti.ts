import { randomUUID } from 'node:crypto'
import type { Application } from '#src/config/application.js'
import { createSendRequest } from '#src/yoti/send-request.js'
import { createTransport, type Transport } from '#src/yoti/transport.js'
import type { ClockReading } from './check-clock.js'

/** Includes retries. */
const TIMEOUT_MS = 8000

export interface YotiProbe {
  /** SESSION_NOT_FOUND proves that Yoti accepts the signature. undefined: a 2xx response. */
  error: unknown
  /** undefined if there was no response. */
  clock: ClockReading | undefined
}

export interface ProbeYotiOptions {
  application: Application
  apiUrl: string
  /** See YotiClientOptions. */
  ca?: string | undefined
  timeoutMs?: number
  now?: () => number
}

/** Requests a session that cannot exist, which changes nothing and costs nothing. */
export async function probeYoti(options: ProbeYotiOptions): Promise<YotiProbe> {
  const { application, apiUrl, ca, timeoutMs = TIMEOUT_MS, now = Date.now } = options
  const transport = createTransport(apiUrl, { maxSockets: 1, connectTimeoutMs: 3000, ca })
  let clock: ClockReading | undefined
  const timedTransport: Transport = {
    ...transport,
    async send(request, signal) {
      const sentAt = now()
      const response = await transport.send(request, signal)
      clock = { sentAt, receivedAt: now(), date: response.header('date') }
      return response
    },
  }
  const call = createSendRequest({
    key: application.key,
    transport: timedTransport,
    timeoutMs,
    maxResponseBytes: 1e6,
    now,
  })
  try {
    await call(
      {
        endpoint: 'GET /sessions/:sessionId',
        pathParams: { sessionId: randomUUID() },
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
