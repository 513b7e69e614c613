export interface Problem {
  /** Where: a field such as `faults.0.kind`, or a header. */
  path: string
  expected: string
  seen: string
}

const WHERE = 'docs/emulator.md shows every call.'

/** A control call that is not followed: what was expected, what was seen, and what to do. */
export class ControlRefusal extends Error {
  readonly code: string
  readonly status: number
  readonly problems: readonly Problem[]

  constructor(status: number, code: string, problems: readonly Problem[], remedy: string) {
    super(`${remedy} ${WHERE}`)
    this.name = 'ControlRefusal'
    this.code = code
    this.status = status
    this.problems = problems
  }
}

const LONGEST = 80

/** A value in few words; only what is short is repeated. */
export function describeSeen(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const written = JSON.stringify(value)
  return written.length > LONGEST ? `${typeof value} of ${written.length} characters` : written
}
