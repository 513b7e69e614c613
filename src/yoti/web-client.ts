const ERROR_CODES = [
  0, 1000, 2000, 2001, 2002, 2003, 2004, 3000, 3001, 3002, 3003, 4000, 4001, 5000, 5001, 5002, 5003,
  5004, 5005, 5006, 5007, 5008, 5009, 5010, 5011, 6000, 6001, 6002, 6003, 7000, 7001, 7002,
] as const

export type ClientErrorCode = `${(typeof ERROR_CODES)[number]}`

/** Yoti's client ends with one of these codes. 0 means success. */
export const CLIENT_ERROR_CODES = ERROR_CODES.map((code): ClientErrorCode => `${code}`)

/** Where a language has several, the first is used for the language alone. */
const CLIENT_LOCALES = (
  'ar bs pt en-GB en-US en-CA cs da nl fi fr de el-GR hi it ja nb pl ro ru sr es es-419 sv th ' +
  'tr vi'
).split(' ')

/** Undefined if Yoti's client does not have the language; it then follows the browser. */
export function findClientLocale(language: string): string | undefined {
  const base = language.replace(/-.*/, '')
  return (
    CLIENT_LOCALES.find((each) => each === language) ??
    CLIENT_LOCALES.find((each) => each === base || each.startsWith(`${base}-`))
  )
}

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
