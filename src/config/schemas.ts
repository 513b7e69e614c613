import { z } from 'zod'
import { isInsecure } from './network.js'
import { parseDuration } from './retention.js'

/** An issue is the problem and its remedy, without the value, which may be a secret. */
function schema<T>(
  expected: string,
  parse: (text: string) => T | undefined,
  remedy = 'Correct it, or unset it.',
) {
  return z.string().transform((text, context): T => {
    const value = parse(text)
    if (value !== undefined) return value
    context.addIssue(`expected ${expected}. ${remedy}`)
    return z.NEVER
  })
}

/** Entries separated by commas. Empty ones are kept, so that the schema rejects them. */
export function list<T>(entry: z.ZodType<T, string>) {
  return z.string().transform((text, context): T[] => {
    const parsed = splitList(text).map((each) => entry.safeParse(each))
    const problem = parsed.find(({ error }) => error !== undefined)?.error?.issues[0]
    if (problem !== undefined) context.addIssue(problem.message)
    return parsed.flatMap(({ data }) => data ?? [])
  })
}

const splitList = (text: string) => text.split(',').map((each) => each.trim())

const HTTPS_ONLY = 'http is accepted only on loopback. Use https.'

const DISJUNCTION = new Intl.ListFormat('en-GB', { type: 'disjunction' })

export function oneOf<const Value extends string>(...values: readonly Value[]) {
  return schema(DISJUNCTION.format(values), (text) => values.find((value) => value === text))
}

export const onOff = oneOf('on', 'off').transform((value) => value === 'on')
export const trueFalse = oneOf('true', 'false').transform((value) => value === 'true')

export function integer(min: number, max: number, expected: string) {
  return schema(expected, (text) => {
    const value = Number(text)
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined
  })
}

export const port = integer(1, 65_535, 'a port from 1 to 65535')

export const speed = schema('a number above 0, such as 10', (text) => {
  const value = Number(text)
  return Number.isFinite(value) && value > 0 ? value : undefined
})

export const duration = schema(
  'an ISO 8601 duration of at most ten years in weeks, days, hours, minutes and seconds, such as P30D or PT12H (years and months are not accepted, because their length varies)',
  parseDuration,
)

/** A base path must not start like one: with a proxy that removes it, it would be ambiguous. */
const OWN_PATHS =
  /^\/(api|assets|sessions|handover|phone|success|error|notifications|privacy-policy|csp-reports|healthz|livez|readyz|metrics)(\/|$)/

/** Without a trailing slash. */
export const baseUrl = schema(
  'an origin, with or without a path of A-Z a-z 0-9 . _ - that differs from this server’s own paths, such as https://verify.example.com or https://bank.example/kyc',
  (text) => {
    const { href = '', origin = '', pathname = '' } = URL.parse(text) ?? {}
    const isBaseUrl =
      /^https?:/.test(origin) &&
      /^(\/[\w.-]+)*\/?$/.test(pathname) &&
      !OWN_PATHS.test(pathname) &&
      href === origin + pathname
    return isBaseUrl ? href.replace(/\/$/, '') : undefined
  },
)

/** With or without a trailing slash. */
export const returnUrlOrigin = schema(
  'an origin without a path, such as https://signup.example.com',
  (text) => {
    const url = URL.parse(text)
    const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
    return isOrigin ? url.origin : undefined
  },
).refine((text) => !isInsecure(text), HTTPS_ONLY)

export const LIVE_API_URL = 'https://api.yoti.com/idverify/v1'

/** Without trailing slashes. */
export const apiUrl = schema(`a base URL such as ${LIVE_API_URL}`, (text) =>
  isPlainUrl(text) ? text.replace(/\/+$/, '') : undefined,
)

export const LIVE_AUTH_URL = 'https://auth.api.yoti.com/v1/oauth/token'

/** Unchanged, because it is also the audience of the assertion. */
export const authUrl = schema(`a URL such as ${LIVE_AUTH_URL}`, (text) =>
  isPlainUrl(text) ? text : undefined,
)

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search + url.hash + url.username + url.password === ''
  )
}

export const proxyUrl = schema(
  'the URL of an HTTP proxy, such as http://proxy.example.com:3128',
  (text) => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
)

export const databaseUrl = schema(
  'file:./data/relying-party.db, another file: path, or postgres://user:password@host/database',
  // Without a host for a socket: postgres://user:password@/database?host=/path
  (text) =>
    /^file:./.test(text) ||
    (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text.replace(/@(?=\/)/, '@socket')))
      ? text
      : undefined,
  'Correct it, and percent-encode special characters in the password.',
)

export const MIN_APP_SECRET_BYTES = 32

export function isAppSecret(text: string): boolean {
  return Buffer.byteLength(text) >= MIN_APP_SECRET_BYTES
}

export const appSecret = schema(
  `at least ${MIN_APP_SECRET_BYTES} bytes, or several such secrets separated by commas, the newest first`,
  (text) => (isAppSecret(text) ? text : undefined),
  'Generate one with "openssl rand -base64 32".',
)

const CALLER = /^[A-Za-z0-9_-]{1,64}$/
const SECRET = /^[\x21-\x7e]{32,}$/

export function isCallerName(text: string): boolean {
  return CALLER.test(text)
}

export const apiSecret = schema(
  'at least 32 ASCII characters without spaces',
  (text) => (SECRET.test(text) ? text : undefined),
  'Generate one with "openssl rand -hex 32".',
)

/** Authenticates a signup backend. The secret must not be logged. */
export interface ApiKey {
  caller: string
  secret: string
}

/** Messages give an entry's position only: if caller and secret are swapped, its name is a secret. */
export const apiKeys = z.string().transform((text, context): readonly ApiKey[] => {
  // A secret may contain colons; a caller may not.
  const keys = splitList(text).map((entry) => {
    const [, caller = '', secret = entry] = /^([^:]*):(.*)$/.exec(entry) ?? []
    return { caller, secret }
  })
  const earlier = new Set<string>()
  keys.forEach(({ caller, secret }, index) => {
    const fail = (problem: string) => {
      context.addIssue(`entry ${index + 1} ${problem}`)
    }
    if (!CALLER.test(caller)) {
      fail(
        'is not caller:secret, with a caller of 1 to 64 characters of A-Z a-z 0-9 _ -. Correct it.',
      )
    } else if (!SECRET.test(secret)) {
      fail(
        'has a secret that is shorter than 32 characters or contains spaces or non-ASCII characters. Generate one with "openssl rand -hex 32".',
      )
    } else if (earlier.has(secret)) {
      fail('has the same secret as an earlier entry. Use a different secret for each entry.')
    }
    earlier.add(secret)
  })
  return keys
})

export const webhookUrl = z.string().transform((text, context) => {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    context.addIssue(
      'expected a URL such as https://signup.example.com/yoti-outcomes. Correct it, or unset it.',
    )
  } else if (isInsecure(url.href)) {
    context.addIssue(HTTPS_ONLY)
  } else if (url.username + url.password !== '') {
    context.addIssue(
      'contains a user or password. Remove it, because the signature authenticates the sender.',
    )
  }
  return text
})

export const GENERATE_WEBHOOK_SECRET = 'Generate one with: echo "whsec_$(openssl rand -base64 32)"'

export const webhookSecret = schema(
  'whsec_ and base64 of 24 to 64 bytes',
  (text) => {
    const bytes = Buffer.from(text.slice('whsec_'.length), 'base64')
    // Node ignores invalid base64 characters; receivers do not.
    const isExact = text === `whsec_${bytes.toString('base64')}`
    return isExact && bytes.length >= 24 && bytes.length <= 64 ? text : undefined
  },
  GENERATE_WEBHOOK_SECRET,
)
