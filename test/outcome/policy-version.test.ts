import { describe, it } from '@jest/globals'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as policy from '../../src/outcome/outcome-policy.js'

const VERSIONS_FILE = 'test/outcome/policy-versions.json'

const versions = JSON.parse(
  readFileSync(new URL('./policy-versions.json', import.meta.url), 'utf8'),
) as Record<string, string>

/** Identifies the decisions, in whatever order their rows are. */
function computeFingerprint(tables: object): string {
  const sortKeys = (_key: string, value: unknown) =>
    typeof value === 'object' ? Object.fromEntries(Object.entries(value ?? {}).sort()) : value
  return hash('sha256', JSON.stringify(tables, sortKeys), 'hex').slice(0, 16)
}

describe('POLICY_VERSION', () => {
  const { POLICY_VERSION, ...tables } = policy

  it('is new when the outcome policy has changed', () => {
    const fingerprint = computeFingerprint(tables)
    const recorded = versions[POLICY_VERSION]
    if (recorded === fingerprint) return
    const problem =
      recorded === undefined
        ? `POLICY_VERSION ${POLICY_VERSION} is not recorded.`
        : `The outcome policy has changed, but POLICY_VERSION is still ${POLICY_VERSION}. Set POLICY_VERSION in src/outcome/outcome-policy.ts to a new value, because it is stored with each outcome.`
    throw new Error(`${problem} Add "<POLICY_VERSION>": "${fingerprint}" to ${VERSIONS_FILE}.`)
  })
})
