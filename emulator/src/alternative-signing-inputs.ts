import { listBodyVariants } from './body-variants.js'
import type { DigestMistake } from './digest-mistake.js'
import { buildSigningInput, type SignedMessage } from './digest.js'

/** A message, and where it came to: what a client may have put into the signed path by mistake. */
export interface ReceivedSignedMessage extends SignedMessage {
  /** What the API's paths stand behind. */
  apiPrefix: string
  host: string
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']
const YOTI_ORIGIN = 'https://api.yoti.com'

/** What clients are known to sign in place of the right text, each under the name of its mistake. */
export function listAlternativeSigningInputs(
  message: ReceivedSignedMessage,
): [DigestMistake, Buffer][] {
  const { method, pathAndQuery, body } = message
  const write = (changed: Partial<SignedMessage>) => buildSigningInput({ ...message, ...changed })
  const head = `${method}&${pathAndQuery}&`
  const variants = (mistake: DigestMistake, texts: Buffer[]) =>
    texts.map((text): [DigestMistake, Buffer] => [mistake, text])
  const rewritten = (mistake: DigestMistake, others: string[]) =>
    variants(
      mistake,
      others.map((other) => write({ pathAndQuery: other })),
    )
  return [
    ...rewritten('api-prefix', listPrefixedPaths(message)),
    ...rewritten('other-path', listAlternativePaths(message)),
    ...rewritten('other-query', listAlternativeQueries(pathAndQuery)),
    ...variants(
      'other-method',
      listAlternativeMethods(method).map((other) => write({ method: other })),
    ),
    ['body-left-out', write({ body: Buffer.alloc(0) })],
    ['body-not-base64', Buffer.concat([Buffer.from(head), body])],
    ['body-base64url', Buffer.from(head + body.toString('base64url'))],
    ['body-base64url', Buffer.from(head + body.toString('base64').replace(/=+$/, ''))],
    ...variants(
      'body-reserialised',
      listBodyVariants(body).map((other) => write({ body: other })),
    ),
  ]
}

/** Behind the whole prefix, or the end of it. */
function listPrefixedPaths({ apiPrefix, pathAndQuery }: ReceivedSignedMessage): string[] {
  const segments = apiPrefix.split('/').slice(1)
  return segments.map((_, index) => `/${segments.slice(index).join('/')}${pathAndQuery}`)
}

function listAlternativePaths({ pathAndQuery, apiPrefix, host }: ReceivedSignedMessage): string[] {
  const [path, query] = splitQuery(pathAndQuery)
  const origins = [`http://${host}`, `https://${host}`, host, YOTI_ORIGIN]
  return [
    path.endsWith('/') ? path.slice(0, -1) : `${path}/`,
    path.slice(1),
    `/${path}`,
    path.replace(/^\/sessions/, '/session'),
    path.toLowerCase(),
    decodePath(path),
    ...origins.flatMap((origin) => [origin + apiPrefix + path, origin + path]),
  ]
    .filter((other) => other !== path)
    .map((other) => `${other}?${query}`)
}

function listAlternativeQueries(pathAndQuery: string): string[] {
  const [path, query] = splitQuery(pathAndQuery)
  const pairs = query.split('&')
  const without = (name: string) => pairs.filter((pair) => !pair.startsWith(`${name}=`))
  const others = [
    pairs.toSorted(),
    pairs.toReversed(),
    ...['sdkId', 'nonce', 'timestamp'].map(without),
  ]
  return [path, ...others.map((other) => `${path}?${other.join('&')}`)].filter(
    (other) => other !== pathAndQuery,
  )
}

function listAlternativeMethods(method: string): string[] {
  return [...METHODS, method.toLowerCase()].filter((other) => other !== method)
}

function splitQuery(pathAndQuery: string): [string, string] {
  const [path = '', query = ''] = pathAndQuery.split('?', 2)
  return [path, query]
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
