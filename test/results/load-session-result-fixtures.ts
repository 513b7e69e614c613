import { readdirSync, readFileSync } from 'node:fs'
import type { OutcomeDecision, OutcomeCriteria } from '../../src/outcome/outcome.js'

/** A session result as Yoti sends it, what was asked for, and what must come of both. */
export interface SessionResultFixture {
  requested: OutcomeCriteria
  result: { checks: { type: string }[]; resources: Record<string, unknown> }
  expected: Pick<OutcomeDecision, 'outcome' | 'reasons'> & {
    /** What the page says, among other things. */
    page: string[]
  }
}

const FOLDER = new URL('../fixtures/session-results/', import.meta.url)

/** Each with its name. */
export function loadSessionResultFixtures(): [string, SessionResultFixture][] {
  return readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as SessionResultFixture,
  ])
}
