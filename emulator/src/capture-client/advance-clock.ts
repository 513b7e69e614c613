import type { LaunchOptions } from './api-call.js'

/** Lets time pass for one session of the emulator, without waiting for it. */
export async function advanceClock(
  { apiUrl, sessionId, signal }: LaunchOptions,
  advanceSeconds: number,
): Promise<void> {
  const { origin } = new URL(apiUrl)
  const response = await fetch(`${origin}/_emulator/sessions/${sessionId}/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ advanceSeconds }),
    signal: signal ?? null,
  })
  await response.body?.cancel()
  if (!response.ok) {
    throw new Error(
      `the emulator did not move the clock of the session: it answered ${response.status}`,
    )
  }
}
