export type Status = 'ok' | 'warn' | 'fail'

/** What was seen of one thing, and what to do about it unless all is well. Holds no secret. */
export interface Finding {
  status: Status
  seen: string
  fix?: string
}

/** One line of the report, which may still be waiting for somebody's answer. */
export interface CheckResult {
  group: string
  name: string
  findings: Promise<readonly Finding[]>
}

export interface NamedFinding extends Finding {
  group: string
  name: string
}

export function ok(seen: string): Finding {
  return { status: 'ok', seen }
}

export function warn(seen: string, fix: string): Finding {
  return { status: 'warn', seen, fix }
}

export function fail(seen: string, fix: string): Finding {
  return { status: 'fail', seen, fix }
}
