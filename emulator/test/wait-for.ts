/** Polls until the condition holds. Rejects with the description when it does not in time. */
export async function waitFor<T>(
  description: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const result = await check()
    if (result !== undefined && result !== false) return result
    if (Date.now() > deadline) throw new Error(`Timed out waiting for ${description}.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
