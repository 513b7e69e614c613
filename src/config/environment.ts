import { z } from 'zod'

/** Reads variables one by one and collects what is wrong with them instead of stopping at the first. */
export interface Environment {
  /** The value without surrounding blanks. An empty one is unset: `.env` files and compose write it so. */
  get: (name: string) => string | undefined
  read: <T>(name: string, schema: z.ZodType<T>, fallback: T, expected: string) => T
  /** Each says which variable, what is wrong with it and what to do. */
  problems: string[]
  warnings: string[]
  /** The names of all variables that were asked for so far. */
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
      problems.push(`${name}: expected ${expected}. Correct it, or leave it out.`)
      return fallback
    },
  }
}

export function integerInRange(min: number, max: number): z.ZodType<number> {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max))
}

/** The entries of a comma-separated list. One that is empty is kept, so that its reader refuses it. */
export function splitList(text: string): string[] {
  return text.split(',').map((entry) => entry.trim())
}

export const onOffSchema = z.enum(['on', 'off']).transform((value) => value === 'on')

/** An http(s) origin, with or without the final slash, and nothing behind it. */
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

/** Whether a URL leads to this machine and to nothing that the internet reaches. */
export type IsLocal = (url: URL) => boolean
