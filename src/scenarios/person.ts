import type { Scenario } from './scenario.js'

/** Whoever goes through the client. */
export interface Person {
  /** Resolves when the person is gone from the client, to how to see what her page says then. */
  goThrough(visit: Visit): Promise<ReadPage>
}

export interface Visit {
  scenario: Scenario
  /** The hand-over link: good for one browser, once. */
  link: string
  /** Ends when the scenario must. */
  signal: AbortSignal
  /** Told how far it is. */
  note: (what: string) => void
}

/** Resolves to its text; undefined when nobody told. */
export type ReadPage = () => Promise<string | undefined>
