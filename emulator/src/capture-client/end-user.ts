import type { CaptureMethod, ClientApi } from './client-api.js'

export interface ChosenDocument {
  /** ISO 3166-1 alpha-3. */
  country: string
  type: string
  captureMethod?: CaptureMethod
  /** FILE uploads a supplementary document as one PDF instead of images of its pages. */
  form?: 'PAGES' | 'FILE'
}

export interface EndUser {
  /** In the order of the session's requirements. Defaults to the first allowed document. */
  documents: readonly ChosenDocument[]
  /** Follows the recommendation to try again while attempts are left. */
  tryAgain: boolean
}

export interface StepContext {
  api: ClientApi
  endUser: EndUser
  signal: AbortSignal | undefined
}

/** GONE: the user must try again but does not. */
export type StepResult = 'DONE' | 'GONE'
