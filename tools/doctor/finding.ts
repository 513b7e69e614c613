/** The result of a check and, unless it is ok, the remedy. Contains no secret. */
export interface Finding {
  status: 'ok' | 'warn' | 'fail'
  seen: string
  fix?: string
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
