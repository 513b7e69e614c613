import type { Config, Secrets } from '#src/config/config.js'
import type { Finding } from './finding.js'
import type { HealthProbe } from './probe-health.js'

/** Runs unless the configuration already has issues that match its pattern. */
export interface Check {
  group: string
  name: string
  issuePattern: RegExp
  run: () => Finding | Promise<Finding>
}

export interface CheckContext {
  config: Config
  secrets: Secrets
  /** Whether this server is running on this machine. */
  localServer: Promise<HealthProbe>
  keyFilePath: string | undefined
  /** PEM of the development certificate, with HTTPS=self-signed. */
  trustedCertificate: string | undefined
}
