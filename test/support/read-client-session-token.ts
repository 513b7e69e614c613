/** The client session token that a session page hands to its own script. */
export function readClientSessionToken(page: string): string {
  const token = /data-session-token="([^"]+)"/.exec(page)?.[1]
  if (token === undefined) throw new Error('The page offers no client session token.')
  return token
}
