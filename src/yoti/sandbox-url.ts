/**
 * The base URL of the sandbox, which alone takes a response configuration: the API's own when it is
 * the sandbox's, else its neighbour on the same origin, as the emulator has it.
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
