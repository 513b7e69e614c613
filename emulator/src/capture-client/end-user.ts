import type { CaptureMethod, ClientApi } from './client-api.js'

export interface ChosenDocument {
  /** ISO 3166-1 alpha-3. */
  country: string
  type: string
  captureMethod?: CaptureMethod
  /** A supplementary document comes as pictures of its pages, unless as one PDF. */
  form?: 'PAGES' | 'FILE'
}

/** Who goes through the client, and how. */
export interface EndUser {
  /** In the order in which the session asks for them; the first that it offers, where absent. */
  documents: readonly ChosenDocument[]
  /** Whether she follows the advice to try again, as long as attempts are left. */
  tryAgain: boolean
}

/** What a step needs. */
export interface StepContext {
  api: ClientApi
  endUser: EndUser
  signal: AbortSignal | undefined
}

/** GONE: she would have to do it again to go on, and does not. */
export type StepResult = 'DONE' | 'GONE'
