export interface Problem {
  /** A field such as `faults.0.kind`, or a header. */
  path: string
  expected: string
  seen: string
}

const DOCUMENTATION_HINT = 'docs/emulator.md shows every call.'

export class ControlError extends Error {
  readonly code: string
  readonly status: number
  readonly problems: readonly Problem[]

  constructor(status: number, code: string, problems: readonly Problem[], remedy: string) {
    super(`${remedy} ${DOCUMENTATION_HINT}`)
    this.name = 'ControlRefusal'
    this.code = code
    this.status = status
    this.problems = problems
  }
}

const MAX_VALUE_LENGTH = 80

/** Quotes short values only. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const json = JSON.stringify(value)
  return json.length > MAX_VALUE_LENGTH ? `${typeof value} of ${json.length} characters` : json
}
