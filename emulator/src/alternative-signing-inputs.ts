import { listBodyVariants } from './body-variants.js'
import { buildSigningInput, type SignedMessage } from './digest.js'

/** With the prefix and host that a client may have signed as part of the path. */
export interface ReceivedSignedMessage extends SignedMessage {
  apiPrefix: string
  host: string
}

type SigningMistake =
  | 'api-prefix'
  | 'other-path'
  | 'other-method'
  | 'other-query'
  | 'body-left-out'
  | 'body-not-base64'
  | 'body-base64url'
  | 'body-reserialised'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']
const YOTI_ORIGIN = 'https://api.yoti.com'

/** Texts that clients are known to sign by mistake. */
export function listAlternativeSigningInputs(
  message: ReceivedSignedMessage,
): [SigningMistake, Buffer][] {
  const { method, pathAndQuery, body } = message
  const write = (changed: Partial<SignedMessage>) => buildSigningInput({ ...message, ...changed })
  const head = `${method}&${pathAndQuery}&`
  const variants = (mistake: SigningMistake, texts: Buffer[]) =>
    texts.map((text): [SigningMistake, Buffer] => [mistake, text])
  const rewritten = (mistake: SigningMistake, others: string[]) =>
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

/** With the whole prefix, or only the end of it. */
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
