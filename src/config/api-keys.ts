import { splitList, type Environment } from './environment.js'

/** What a relying business's backend shows us. A secret. */
export interface ApiKey {
  caller: string
  secret: string
}

const CALLER_PATTERN = /^[A-Za-z0-9_-]{1,64}$/
/** What an `Authorization` header can carry. */
const SECRET_PATTERN = /^[\x21-\x7e]{32,}$/

/** Messages tell an entry by its place: a caller may turn out to be a secret, written the wrong way round. */
export function readApiKeys({ get, problems }: Environment): readonly ApiKey[] {
  const text = get('API_KEYS')
  const keys = text === undefined ? [] : splitList(text).map(parseApiKey)
  keys.forEach(({ caller, secret }, index) => {
    const problem = (what: string) => problems.push(`API_KEYS: entry ${index + 1} ${what}`)
    if (!CALLER_PATTERN.test(caller)) {
      problem('expected caller:secret, the caller 1 to 64 of A-Z a-z 0-9 _ -. Correct it.')
    } else if (!SECRET_PATTERN.test(secret)) {
      problem(
        'has a secret of less than 32 characters, or with blanks or accents in it. Make one with "openssl rand -hex 32".',
      )
    } else if (keys.slice(0, index).some((earlier) => earlier.secret === secret)) {
      problem('has the same secret as an earlier one. Give every entry a secret of its own.')
    }
  })
  return keys
}

/** A secret may hold colons, a caller may not. */
function parseApiKey(entry: string): ApiKey {
  const colon = entry.indexOf(':')
  return colon < 0
    ? { caller: '', secret: entry }
    : { caller: entry.slice(0, colon), secret: entry.slice(colon + 1) }
}
