import { z } from 'zod'

/** Reads variables and collects all problems instead of stopping at the first. */
export interface Environment {
  /** Trimmed. An empty value counts as unset, because `.env` files and compose write it that way. */
  get: (name: string) => string | undefined
  read: <T>(name: string, schema: z.ZodType<T>, fallback: T, expected: string) => T
  /** Each names the variable, what is wrong and what to do. */
  problems: string[]
  warnings: string[]
  /** The names of all variables read so far. */
  knownNames: ReadonlySet<string>
}

export function createEnvironment(env: Record<string, string | undefined>): Environment {
  const problems: string[] = []
  const knownNames = new Set<string>()
  const get = (name: string) => {
    knownNames.add(name)
    const text = env[name]?.trim()
    return text === '' ? undefined : text
  }
  return {
    problems,
    warnings: [],
    knownNames,
    get,
    read: (name, schema, fallback, expected) => {
      const text = get(name)
      if (text === undefined) return fallback
      const parsed = schema.safeParse(text)
      if (parsed.success) return parsed.data
      problems.push(`${name}: expected ${expected}. Correct it, or unset it.`)
      return fallback
    },
  }
}

export function integerInRange(min: number, max: number): z.ZodType<number> {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max))
}

/** Keeps empty entries, so that validation rejects them. */
export function splitList(text: string): string[] {
  return text.split(',').map((entry) => entry.trim())
}

export const onOffSchema = z.enum(['on', 'off']).transform((value) => value === 'on')

/** An http(s) origin, with or without a trailing slash. */
export const originSchema = z.string().transform((text, context) => {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) {
    return url.origin
  }
  context.addIssue('not an origin')
  return z.NEVER
})

export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

/** Whether a URL points to this machine and is unreachable from the internet. */
export type IsLocal = (url: URL) => boolean
