/**
 * The URL of Yoti's web client. Without a session, the client waits to be launched by a message.
 *
 * @param apiUrl the API's base URL, for example `https://api.yoti.com/idverify/v1`
 */
export function buildClientUrl(apiUrl: string, sessionId?: string, sessionToken?: string): string {
  const url = new URL(`${apiUrl.replace(/\/+$/, '')}/web/index.html`)
  if (sessionId !== undefined) url.searchParams.set('sessionID', sessionId)
  if (sessionToken !== undefined) url.searchParams.set('sessionToken', sessionToken)
  return url.href
}
