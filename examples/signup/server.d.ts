import type { Express } from 'express'

export interface SignupOptions {
  /** The relying-party server's URL for browsers. */
  verifyUrl: string
  /** The secret of one of its `API_KEYS`: the part after `caller:`. */
  apiKey: string
  /** One of the server's `OUTCOME_WEBHOOK_SECRET` values. */
  webhookSecret: string
  /** The origin of this signup page. */
  baseUrl: string
  /** Outcomes of other targets are rejected, because the emulator approves everyone. Default: `emulator`. */
  target?: string
  /** Called once for each final outcome, for example to send an email. */
  onOutcome?: (user: { reference: string }, outcome: string) => void
  /** Receives messages without personal data. Default: `console.error`. */
  logError?: (message: string) => void
}

export function createSignup(options: SignupOptions): Express
