import type { Express } from 'express'
import type { Configuration } from 'openid-client'

export interface DeskOptions {
  /** The relying-party server's URL. */
  verifyUrl: string
  /** A secret of the API caller whose sessions the staff decide. */
  apiKey: string
  /** The origin of this desk. */
  baseUrl: string
  provider: Configuration
  /** The audit log: one JSON line an action. */
  auditFile: string
  /** Signs the cookie of the login. */
  sessionSecret: string
  /** Only its members may use the desk. Default: `reviewers`. */
  requiredGroup?: string
  /** The claim of the ID token that lists the groups. Default: `groups`. */
  groupsClaim?: string
  /** Default: `openid profile`. */
  scope?: string
  /** Cases a page. Default: 25. */
  pageSize?: number
  /** Receives messages without personal data. Default: `console.error`. */
  logError?: (message: string) => void
}

export function createDesk(options: DeskOptions): Express

export function discoverProvider(client: {
  issuer: string
  clientId: string
  clientSecret: string
}): Promise<Configuration>
