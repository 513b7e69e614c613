import { readdirSync, readFileSync } from 'node:fs'
import type { OutcomeDecision, OutcomeCriteria } from '../../src/outcome/outcome.js'

/** A session result from Yoti, the request for it, and the expected outcome. */
export interface SessionResultFixture {
  requested: OutcomeCriteria
  result: { checks: { type: string }[]; resources: Record<string, unknown> }
  expected: Pick<OutcomeDecision, 'outcome' | 'reasons'> & {
    /** Texts that the page must contain. */
    page: string[]
  }
}

const FOLDER = new URL('../fixtures/session-results/', import.meta.url)

export function loadSessionResultFixtures(): [string, SessionResultFixture][] {
  return readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as SessionResultFixture,
  ])
}
