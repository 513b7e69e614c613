const TIMEOUT = 5_000

/** Answers the status, or undefined when nobody answered. */
export async function postNotification(
  {
    endpoint,
    body,
    authorization,
  }: { endpoint: string; body: object; authorization: string | undefined },
  closing: AbortSignal,
): Promise<number | undefined> {
  try {
    const answer = await fetch(endpoint, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT)]),
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return undefined
  }
}
