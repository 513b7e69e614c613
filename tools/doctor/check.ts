import type { Application, Config, Secrets } from '#src/config/config.js'
import type { Finding } from './finding.js'
import type { HealthProbe } from './reachability.js'
import type { YotiProbe } from './yoti-access.js'

export interface CheckContext {
  config: Config
  secrets: Secrets
  /** Whether this server is running on this machine. */
  localServer: Promise<HealthProbe>
  /** Or why it was not sent. */
  yoti: Promise<Finding | (YotiProbe & { application: Application })>
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
