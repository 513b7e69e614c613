import type { Config, Secrets } from '#src/config/config.js'

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

/** What answers on /healthz of an address. */
export type HealthProbe =
  | { state: 'this-server' }
  | { state: 'other'; status: number }
  | { state: 'nothing'; error: unknown }

export interface CheckContext {
  config: Config
  secrets: Secrets
  /** Whether this server is running on this machine. */
  localServer: Promise<HealthProbe>
  yoti: Promise<{ access: Finding; clock: Finding }>
  keyFilePath: string | undefined
  /** NODE_EXTRA_CA_CERTS */
  caFilePath: string | undefined
}

export interface Check {
  name: string
  /** The problems and warnings of the configuration that are shown instead of running it. */
  issues?: RegExp
  /** Warnings fail, too. */
  isFatal?: true
  applies?: (context: CheckContext) => boolean
  run: (context: CheckContext) => Finding | Promise<Finding>
}
