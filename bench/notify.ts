import type { RunningContestant } from './contestant.js'
import type { Stage } from './stage.js'

/** What Yoti would send about one session. */
export interface Notification {
  body: string
  authorization: string
}

/** Creates sessions, and what there is to tell of them. */
export async function prepareNotifications(
  { emulator }: Stage,
  server: RunningContestant,
  sessions: number,
): Promise<Notification[]> {
  const sessionIds: string[] = []
  while (sessionIds.length < sessions) {
    sessionIds.push((await server.visit(server.browser)).sessionId)
  }
  const credentials = (await emulator.ask({ credentialsOf: sessionIds })) as string[]
  return sessionIds.map((sessionId, i) => ({
    body: JSON.stringify({ session_id: sessionId, topic: 'check_completion' }),
    authorization: `Bearer ${credentials[i] ?? ''}`,
  }))
}

/** Resolves to the milliseconds until it was taken. */
export async function notify(
  { browser }: RunningContestant,
  { body, authorization }: Notification,
): Promise<number> {
  const sentAt = performance.now()
  const headers = { authorization, 'content-type': 'application/json' }
  const { status } = await browser.send('POST', '/notifications', headers, body)
  if (status !== 200) throw new Error(`A notification was answered ${status}.`)
  return performance.now() - sentAt
}

/** Resolves to how many were taken a second. */
export async function notifyAtOnce(
  server: RunningContestant,
  notifications: readonly Notification[],
  { count, atOnce }: { count: number; atOnce: number },
): Promise<number> {
  const startedAt = performance.now()
  let left = count
  const notifyUntilDone = async () => {
    while (left-- > 0) await notify(server, pick(notifications, left))
  }
  await Promise.all(Array.from({ length: atOnce }, notifyUntilDone))
  return count / ((performance.now() - startedAt) / 1000)
}

/** Sends so many a second, however they are answered. Resolves to how long (milliseconds) each took. */
export async function notifySteadily(
  server: RunningContestant,
  notifications: readonly Notification[],
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  const startedAt = performance.now()
  const sent: Promise<number>[] = []
  while (sent.length < rate * seconds) {
    const due = Math.min((performance.now() - startedAt) / 1000, seconds) * rate
    while (sent.length < due) sent.push(notify(server, pick(notifications, sent.length)))
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return Promise.all(sent)
}

function pick(notifications: readonly Notification[], index: number): Notification {
  const picked = notifications[index % notifications.length]
  if (picked === undefined) throw new Error('There is nothing to tell.')
  return picked
}
