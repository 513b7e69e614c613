import type { RunningServer } from './bench-server.js'
import type { BenchEnvironment } from './bench-environment.js'

/** A notification from Yoti about one session. */
export interface Notification {
  body: string
  authorization: string
}

/** Creates sessions and their notifications. */
export async function prepareNotifications(
  { emulator }: BenchEnvironment,
  server: RunningServer,
  sessions: number,
): Promise<Notification[]> {
  const sessionIds: string[] = []
  while (sessionIds.length < sessions) {
    sessionIds.push((await server.visit(server.client)).sessionId)
  }
  const credentials = (await emulator.request({ credentialsOf: sessionIds })) as string[]
  return sessionIds.map((sessionId, i) => ({
    body: JSON.stringify({ session_id: sessionId, topic: 'check_completion' }),
    authorization: `Bearer ${credentials[i] ?? ''}`,
  }))
}

/** Resolves to the response time in milliseconds. */
export async function sendNotification(
  { client }: RunningServer,
  { body, authorization }: Notification,
): Promise<number> {
  const sentAt = performance.now()
  const headers = { authorization, 'content-type': 'application/json' }
  const { status } = await client.send('POST', '/notifications', headers, body)
  if (status !== 200) throw new Error(`A notification returned status ${status}.`)
  return performance.now() - sentAt
}

/** Resolves to the accepted notifications per second. */
export async function sendConcurrently(
  server: RunningServer,
  notifications: readonly Notification[],
  { count, concurrency }: { count: number; concurrency: number },
): Promise<number> {
  const startedAt = performance.now()
  let left = count
  const notifyUntilDone = async () => {
    while (left-- > 0) await sendNotification(server, pickNotification(notifications, left))
  }
  await Promise.all(Array.from({ length: concurrency }, notifyUntilDone))
  return count / ((performance.now() - startedAt) / 1000)
}

/** Sends at a fixed rate. Resolves to the response times in milliseconds. */
export async function sendAtRate(
  server: RunningServer,
  notifications: readonly Notification[],
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  const startedAt = performance.now()
  const sent: Promise<number>[] = []
  while (sent.length < rate * seconds) {
    const due = Math.min((performance.now() - startedAt) / 1000, seconds) * rate
    while (sent.length < due)
      sent.push(sendNotification(server, pickNotification(notifications, sent.length)))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return Promise.all(sent)
}

function pickNotification(notifications: readonly Notification[], index: number): Notification {
  const picked = notifications[index % notifications.length]
  if (picked === undefined) throw new Error('There are no notifications to send.')
  return picked
}
