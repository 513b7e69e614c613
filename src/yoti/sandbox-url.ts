/**
 * Returns the base URL of the sandbox, which alone accepts response configurations: the API itself
 * if it is the sandbox, or else the sandbox on the same origin, as in the emulator.
 *
 * @param apiUrl the API's base URL, for example `http://127.0.0.1:4000/idverify/v1`
 */
export function buildSandboxUrl(apiUrl: string): string {
  const url = new URL(apiUrl)
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/(?:\/sandbox)?(\/idverify\/v1)$/, '/sandbox$1')
  return url.href
}
