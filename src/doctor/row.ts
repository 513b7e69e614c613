import type { Config, Secrets } from '../config.js'
import type { Finding } from './finding.js'
import type { Reach } from './reach.js'

/** One thing to look at. What the configuration remarks about it is told instead of looking. */
export interface Row {
  group: string
  name: string
  /** Matches the beginning of the configuration's remarks about it. */
  about: RegExp
  look: () => Finding | Promise<Finding>
}

/** What the rows are made from. */
export interface Seen {
  config: Config
  secrets: Secrets
  /** Whether our server answers on this machine. */
  running: Promise<Reach>
  keyFile: string | undefined
  /** PEM of the development certificate, with HTTPS=self-signed. */
  certificate: string | undefined
}
