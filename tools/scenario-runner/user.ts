import type { Scenario } from '#src/scenarios/scenario.js'

export interface User {
  /** Resolves when the user has left the client. */
  runSession(session: UserSession): Promise<ReadPageText>
}

export interface UserSession {
  scenario: Scenario
  /** The handover link. */
  link: string
  signal: AbortSignal
  onProgress: (step: string) => void
}

/** Resolves to undefined if the text is unknown. */
export type ReadPageText = () => Promise<string | undefined>
