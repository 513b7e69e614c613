/**
 * Where Yoti's web client lives: bare, to be launched by messages, or with a session in its query.
 *
 * @param apiUrl the API's base URL, for example `https://api.yoti.com/idverify/v1`
 */
export function buildClientUrl(apiUrl: string, sessionId?: string, sessionToken?: string): string {
  const url = new URL(`${apiUrl.replace(/\/+$/, '')}/web/index.html`)
  if (sessionId !== undefined) url.searchParams.set('sessionID', sessionId)
  if (sessionToken !== undefined) url.searchParams.set('sessionToken', sessionToken)
  return url.href
}
