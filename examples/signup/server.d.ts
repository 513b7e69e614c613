import type { Express } from 'express'

export interface SignupOptions {
  /** The relying-party server, by the address that browsers know. */
  verifyUrl: string
  /** The secret of one of its `API_KEYS`: the part after `caller:`. */
  apiKey: string
  /** One of its `OUTCOME_WEBHOOK_SECRET`. */
  webhookSecret: string
  /** The origin of this signup page. */
  baseUrl: string
  /** The only target whose outcomes count: the emulator approves everybody. "emulator". */
  target?: string
  /** Called once for each outcome that a person gets, for example to send a mail. */
  onOutcome?: (user: { reference: string }, outcome: string) => void
  /** Takes messages for the operator, without personal data. `console.error`. */
  logError?: (message: string) => void
}

export function createSignup(options: SignupOptions): Express
