import type { Config, Secrets } from '#src/config/config.js'
import { findProxy } from '#src/config/network.js'

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

/** Without the proxy's credentials. */
export function describeRoute(url: string): string {
  const proxyUrl = findProxy(url)
  return proxyUrl === undefined ? 'direct' : `through the proxy ${new URL(proxyUrl).host}`
}

export interface Check {
  name: string
  /** The problems and warnings of the configuration that are shown instead of running it. */
  issues?: RegExp
  run: () => Finding | Promise<Finding>
}

export type HealthProbe =
  | { state: 'this-server' }
  | { state: 'other'; status: number }
  | { state: 'nothing'; error: unknown }

export interface CheckContext {
  config: Config
  secrets: Secrets
  /** Whether this server is running on this machine. */
  localServer: Promise<HealthProbe>
  keyFilePath: string | undefined
  /** PEM of the development certificate, with HTTPS=self-signed. */
  trustedCertificate: string | undefined
}
