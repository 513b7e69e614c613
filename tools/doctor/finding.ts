export type Status = 'ok' | 'warn' | 'fail'

/** The result of a check and, unless it is ok, the remedy. Contains no secret. */
export interface Finding {
  status: Status
  seen: string
  fix?: string
}

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
