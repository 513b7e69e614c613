export interface Problem {
  /** Where: a field such as `faults.0.kind`, or a header. */
  path: string
  expected: string
  seen: string
}

const DOCUMENTATION_HINT = 'docs/emulator.md shows every call.'

/** A control call that is not followed: what was expected, what was seen, and what to do. */
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

/** A value in few words; only what is short is repeated. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const json = JSON.stringify(value)
  return json.length > MAX_VALUE_LENGTH ? `${typeof value} of ${json.length} characters` : json
}
