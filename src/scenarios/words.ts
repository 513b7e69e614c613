import { z } from 'zod'
import { readBuiltInCatalogues, type Catalogue } from '../http/catalogues.js'
import type { LabelGroup } from '../http/texts.js'
import { describeValueType, findClosestMatch } from '../yoti/describe-issues.js'

const MAX_QUOTED_LENGTH = 40
/** Marks an intended value that this server does not know. */
export const UNKNOWN_MARK = 'unknown:'
export const HINT = '– if it is intended, write'
const MAX_LISTED_WORDS = 45

/** An enum whose errors quote the received value, so only for test files without personal data. */
export function closedEnum<const Value extends string | number>(values: readonly Value[]) {
  const known: ReadonlySet<unknown> = new Set(values)
  return z
    .custom<Value>((value) => known.has(value), {
      // Lets a union report the error of its closest option.
      abort: false,
      error: ({ input }) => describeUnknownWord(values, input),
    })
    .meta({ enum: [...values] })
}

/** Also takes a marked word, such as `unknown:NEW_WORD`, and removes the mark. */
export function knownWord(values: readonly string[]) {
  return markable(
    (text) => values.includes(text),
    (input) => describeUnknownWord(values, input),
    { enum: [...values] },
  )
}

/** The words of Yoti that have a label. */
export function labelledWord(...groups: LabelGroup[]) {
  const { labels } = readBuiltInCatalogues().en as { labels: Record<string, Catalogue> }
  return knownWord(groups.flatMap((group) => Object.keys(labels[group] ?? {})))
}

/** A text in a format, or a marked one. */
export function markable(
  isValid: (text: string) => boolean,
  describe: (input: unknown) => string,
  jsonSchema: object,
) {
  const isMarked = (value: unknown) =>
    typeof value === 'string' && value.startsWith(UNKNOWN_MARK) && value !== UNKNOWN_MARK
  return z
    .custom<string>((value) => isMarked(value) || (typeof value === 'string' && isValid(value)), {
      abort: false,
      error: ({ input }) =>
        typeof input === 'string'
          ? `${describe(input)} ${HINT} ${quote(UNKNOWN_MARK + input)}`
          : describe(input),
    })
    .meta({ anyOf: [jsonSchema, { type: 'string', pattern: `^${UNKNOWN_MARK}.` }] })
    .transform((text) => text.replace(UNKNOWN_MARK, ''))
}

/** For `safeParse`: a line for each unknown key of an object, with the closest known one. */
export const describeUnknownKeys: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined
  const { shape = {} } = (issue.inst?._zod.def ?? {}) as { shape?: object }
  return issue.keys.map((key) => describeUnknownKey(key, shape)).join('\n')
}

export function describeUnknownKey(key: string, shape: object): string {
  return `is not a known field${suggest(key, Object.keys(shape))}`
}

function describeUnknownWord(values: readonly (string | number)[], input: unknown): string {
  const suggestion = typeof input === 'string' ? suggest(input, values.map(String)) : ''
  const expected =
    values.length > MAX_LISTED_WORDS
      ? 'a word of scenarios/scenario.schema.json'
      : values.join(' or ')
  return `expected ${expected}, got ${describeReceivedValue(input)}${suggestion}`
}

function suggest(word: string, known: readonly string[]): string {
  const match = findClosestMatch(word, known)
  return match === undefined ? '' : `: did you mean ${match}?`
}

export function describeReceivedValue(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? quote(value) : describeValueType(value)
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, MAX_QUOTED_LENGTH))
}
