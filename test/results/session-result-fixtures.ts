import { readdirSync, readFileSync } from 'node:fs'
import type { Judgement, Requested } from '../../src/results/outcome.js'

/** A session result as Yoti sends it, what was asked for, and what must come of both. */
export interface SessionResultFixture {
  requested: Requested
  result: { checks: { type: string }[]; resources: Record<string, unknown> }
  expected: Pick<Judgement, 'outcome' | 'reasons'> & {
    /** What the page says, among other things. */
    page: string[]
  }
}

const FOLDER = new URL('../fixtures/session-results/', import.meta.url)

/** Each with its name. */
export function listSessionResults(): [string, SessionResultFixture][] {
  return readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as SessionResultFixture,
  ])
}
