import type { ReceivedRequest } from '../http/route.js'

const MAX_SHOWN = 20_000
const SECRET_NAMES = /token|secret|password|authorization/i

/**
 * Commands for a POSIX shell that send the request again, signed with the key of the user.
 *
 * @param body undefined if it must not be shown
 */
export function toCurl(request: ReceivedRequest, origin: string, body?: Buffer): string {
  const { method, path, credential, bodyBytes, contentType } = request
  const json = body === undefined ? undefined : toJson(body, 0)
  const [prefix = ''] = /^.*\/idverify\/v1(?=\/)/.exec(path) ?? []
  const target = quote(path.slice(prefix.length))
  const lines = [
    ...(json === undefined ? [] : [`printf %s ${quote(json)} > body`]),
    ...(bodyBytes > 0 && json === undefined ? ['# Save what to send as the file "body".'] : []),
    ...(credential === 'signature' ? sign(method, target, bodyBytes > 0) : [`target=${target}`]),
  ]
  const send = [
    `curl -X ${method} ${quote(origin + prefix)}"$target"`,
    ...(credential === 'signature' ? ['-H "X-Yoti-Auth-Digest: $digest"'] : []),
    ...(credential === 'client-token' ? ['-H "X-Yoti-Auth-Token: $CLIENT_SESSION_TOKEN"'] : []),
    ...(contentType === undefined ? [] : [`-H ${quote(`Content-Type: ${contentType}`)}`]),
    ...(bodyBytes > 0 ? ['--data-binary @body'] : []),
  ]
  return [...lines, send.join(' \\\n  ')].join('\n')
}

/** As docs/emulator.md shows it. */
function sign(method: string, target: string, hasBody: boolean): string[] {
  const body = hasBody ? '&$(openssl base64 -A -in body)' : ''
  return [
    String.raw`nonce=$(openssl rand -hex 16 | sed -E 's/(.{8})(.{4})(.{4})(.{4})/\1-\2-\3-\4-/')`,
    `target=${target}"?sdkId=$YOTI_CLIENT_SDK_ID&nonce=$nonce&timestamp=$(date +%s)000"`,
    `digest=$(printf %s "${method}&$target${body}" |`,
    '  openssl dgst -sha256 -sign "$YOTI_KEY_FILE_PATH" | openssl base64 -A)',
  ]
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** A body for people: JSON without secrets, the size of anything else. */
export function describeBody(body: Buffer): string | undefined {
  if (body.length === 0) return undefined
  const text = toJson(body, 2) ?? `${body.length} bytes that are not JSON`
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\n… (cut)` : text
}

function toJson(body: Buffer, indent: number): string | undefined {
  try {
    const hide = (name: string, value: unknown) =>
      SECRET_NAMES.test(name) && typeof value === 'string' ? '(secret)' : value
    return JSON.stringify(JSON.parse(body.toString()), hide, indent)
  } catch {
    return undefined
  }
}
