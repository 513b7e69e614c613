import { splitList, type Environment } from './environment.js'

/** Authenticates a signup backend. The secret must not be logged. */
export interface ApiKey {
  caller: string
  secret: string
}

const CALLER_PATTERN = /^[A-Za-z0-9_-]{1,64}$/
/** What an `Authorization` header can hold. */
const SECRET_PATTERN = /^[\x21-\x7e]{32,}$/

/** Messages give an entry's position only: if caller and secret are swapped, its name is a secret. */
export function readApiKeys({ get, problems }: Environment): readonly ApiKey[] {
  const text = get('API_KEYS')
  const keys = text === undefined ? [] : splitList(text).map(parseApiKey)
  keys.forEach(({ caller, secret }, index) => {
    const problem = (text: string) => problems.push(`API_KEYS: entry ${index + 1} ${text}`)
    if (!CALLER_PATTERN.test(caller)) {
      problem(
        'is not caller:secret, with a caller of 1 to 64 characters of A-Z a-z 0-9 _ -. Correct it.',
      )
    } else if (!SECRET_PATTERN.test(secret)) {
      problem(
        'has a secret that is shorter than 32 characters or contains spaces or non-ASCII characters. Generate one with "openssl rand -hex 32".',
      )
    } else if (keys.slice(0, index).some((earlier) => earlier.secret === secret)) {
      problem('has the same secret as an earlier entry. Use a different secret for each entry.')
    }
  })
  return keys
}

/** A secret may contain colons; a caller may not. */
function parseApiKey(entry: string): ApiKey {
  const colon = entry.indexOf(':')
  return colon < 0
    ? { caller: '', secret: entry }
    : { caller: entry.slice(0, colon), secret: entry.slice(colon + 1) }
}
