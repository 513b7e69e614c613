import type { Config, Secrets } from '#src/config/config.js'
import type { Finding } from './finding.js'
import type { HealthProbe } from './reachability.js'

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
