import type { Config, Secrets } from '#src/config/config.js'
import type { Finding } from './finding.js'
import type { HealthProbe } from './probe-health.js'

/** One thing to look at. What the configuration remarks about it is told instead of looking. */
export interface Check {
  group: string
  name: string
  /** Matches the beginning of the configuration's remarks about it. */
  issuePattern: RegExp
  run: () => Finding | Promise<Finding>
}

/** What the rows are made from. */
export interface CheckContext {
  config: Config
  secrets: Secrets
  /** Whether our server answers on this machine. */
  localServer: Promise<HealthProbe>
  keyFilePath: string | undefined
  /** PEM of the development certificate, with HTTPS=self-signed. */
  trustedCertificate: string | undefined
}
