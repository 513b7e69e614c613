import type { Launch } from './call.js'

/** Lets time pass for one session of the emulator, without waiting for it. */
export async function advanceClock(
  { apiUrl, sessionId, signal }: Launch,
  advanceSeconds: number,
): Promise<void> {
  const { origin } = new URL(apiUrl)
  const answer = await fetch(`${origin}/_emulator/sessions/${sessionId}/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ advanceSeconds }),
    signal: signal ?? null,
  })
  await answer.body?.cancel()
  if (!answer.ok) {
    throw new Error(
      `the emulator did not move the clock of the session: it answered ${answer.status}`,
    )
  }
}
