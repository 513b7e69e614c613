import type { Scenario } from '#src/scenarios/scenario.js'

/** Whoever goes through the client. */
export interface User {
  /** Resolves when the person is gone from the client, to how to see what her page says then. */
  runSession(visit: UserSession): Promise<ReadPageText>
}

export interface UserSession {
  scenario: Scenario
  /** The hand-over link: good for one browser, once. */
  link: string
  /** Ends when the scenario must. */
  signal: AbortSignal
  /** Told how far it is. */
  onProgress: (what: string) => void
}

/** Resolves to its text; undefined when nobody told. */
export type ReadPageText = () => Promise<string | undefined>
