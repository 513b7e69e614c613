import { hash } from 'node:crypto'
import { z } from 'zod'
import { jsonObject, readJsonFile } from './files.js'
import { apiSecret, isCallerName, returnUrlOrigin, webhookSecret, webhookUrl } from './schemas.js'
import type { ApiKey } from './schemas.js'

export interface Webhook {
  /** May contain a token. */
  url: string
  /** Each signs. */
  secrets: readonly string[]
}

/** A signup backend. Must not be logged. */
export interface ApiCaller {
  name: string
  /** SHA-256 of the name, which identifies the caller in the database. */
  hash: string
  secrets: readonly string[]
  webhook: Webhook | undefined
  returnUrlOrigins: readonly string[]
  /** The only ones it may use, the default first. undefined: all, and specifications of its own. */
  presets?: readonly string[] | undefined
  dailyLimit: number
}

const createFileSchema = (presetNames: readonly string[]) =>
  jsonObject('{"signup": {"secrets": ["…"]}}')
    .superRefine((entries, context) => {
      // Not the name, because it may be a secret.
      const misnamed = Object.keys(entries).findIndex((name) => !isCallerName(name))
      if (misnamed !== -1) {
        context.addIssue(
          `entry ${misnamed + 1} has a name that is not 1 to 64 characters of A-Z a-z 0-9 _ -. Rename it.`,
        )
      }
    })
    .pipe(
      z.record(
        z.string(),
        z.strictObject({
          secrets: z.array(apiSecret).min(1).exactOptional(),
          webhook: z
            .strictObject({ url: webhookUrl, secrets: z.array(webhookSecret).min(1) })
            .exactOptional(),
          returnUrlOrigins: z.array(returnUrlOrigin).exactOptional(),
          presets: z.array(z.enum(presetNames)).min(1).exactOptional(),
          dailyLimit: z.int().min(1).exactOptional(),
        }),
      ),
    )

export interface CallersSource {
  path: string | undefined
  apiKeys: readonly ApiKey[]
  /** For what a caller lacks. */
  defaults: Pick<ApiCaller, 'webhook' | 'returnUrlOrigins' | 'dailyLimit'>
  presetNames: readonly string[]
}

/** The callers of API_KEYS and CALLERS_FILE. */
export function readCallers(source: CallersSource, problems: string[]): ApiCaller[] {
  const { path, apiKeys, defaults, presetNames } = source
  const file =
    path === undefined
      ? undefined
      : readJsonFile('CALLERS_FILE', path, createFileSchema(presetNames), problems)
  const settings = new Map(Object.entries(file ?? {}))
  const names = new Set([...apiKeys.map(({ caller }) => caller), ...settings.keys()])
  const callers = [...names].map((name): ApiCaller => {
    const { secrets = [], ...own } = settings.get(name) ?? {}
    const keys = apiKeys.filter(({ caller }) => caller === name).map(({ secret }) => secret)
    const nameHash = hash('sha256', name, 'base64url')
    return {
      ...defaults,
      ...own,
      name,
      hash: nameHash,
      secrets: [...new Set([...keys, ...secrets])],
    }
  })
  const callerBySecret = new Map<string, string>()
  for (const { name, secrets } of callers) {
    if (secrets.length === 0) {
      problems.push(
        `CALLERS_FILE: ${name}: has no secret. Add "secrets", or an entry of API_KEYS with this name.`,
      )
    }
    for (const secret of secrets) {
      const other = callerBySecret.get(secret)
      if (other !== undefined) {
        problems.push(
          `CALLERS_FILE: ${name}.secrets: contains a secret of ${other}. Use a different secret for each caller.`,
        )
      }
      callerBySecret.set(secret, name)
    }
  }
  return callers
}
