import { describe, expect, it } from '@jest/globals'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as policy from '../../src/outcome/outcome-policy.js'

const VERSIONS_FILE = 'test/outcome/policy-versions.json'

const versions = JSON.parse(
  readFileSync(new URL('./policy-versions.json', import.meta.url), 'utf8'),
) as Record<string, string>

type Tables = Record<
  | 'ABORTED_PROFILE_POLICY'
  | 'APPROVING_VALUE'
  | 'CHECK_DEPENDENCIES'
  | 'CHECK_POLICY'
  | 'UNKNOWN_CHECK_POLICY',
  unknown
>

/** Identifies what the tables decide, whatever the order of their rows. */
function computeFingerprint(tables: Tables): string {
  const { ABORTED_PROFILE_POLICY, APPROVING_VALUE, CHECK_DEPENDENCIES } = tables
  const { CHECK_POLICY, UNKNOWN_CHECK_POLICY } = tables
  const decisions = normalize({
    ABORTED_PROFILE_POLICY,
    APPROVING_VALUE,
    CHECK_DEPENDENCIES,
    CHECK_POLICY,
    UNKNOWN_CHECK_POLICY,
  })
  return hash('sha256', JSON.stringify(decisions), 'hex').slice(0, 16)
}

/** Sorts keys, and drops reasons that lead where `otherwise` does. */
function normalize(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { otherwise } = value as { otherwise?: unknown }
  return Object.entries(value)
    .filter(([key, entry]) => key === 'otherwise' || entry !== otherwise)
    .map(([key, entry]) => [key, normalize(entry)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
}

function assertVersionIsNew(version: string, fingerprint: string): void {
  const recorded = versions[version]
  if (recorded === fingerprint) return
  const problem =
    recorded === undefined
      ? `POLICY_VERSION ${version} is not recorded.`
      : `The outcome policy has changed, but POLICY_VERSION is still ${version}. Set POLICY_VERSION in src/outcome/outcome-policy.ts to a new value, because it is stored with each outcome.`
  throw new Error(`${problem} Add "<POLICY_VERSION>": "${fingerprint}" to ${VERSIONS_FILE}.`)
}

describe('POLICY_VERSION', () => {
  it('is new when a decision of the outcome policy has changed', () => {
    assertVersionIsNew(policy.POLICY_VERSION, computeFingerprint(policy))
  })

  it('must change when CONSIDER leads to REJECTED', () => {
    const { LIVENESS } = policy.CHECK_POLICY
    const changed = {
      ...policy,
      CHECK_POLICY: {
        ...policy.CHECK_POLICY,
        LIVENESS: { ...LIVENESS, CONSIDER: { otherwise: 'REJECTED' } },
      },
    }
    expect(() => {
      assertVersionIsNew(policy.POLICY_VERSION, computeFingerprint(changed))
    }).toThrow(`POLICY_VERSION is still ${policy.POLICY_VERSION}. Set POLICY_VERSION in`)
  })

  it('stays when a row lists another reason that leads where `otherwise` does', () => {
    const { LIVENESS } = policy.CHECK_POLICY
    const changed = {
      ...policy,
      CHECK_POLICY: {
        ...policy.CHECK_POLICY,
        LIVENESS: { ...LIVENESS, REJECT: { MASK: 'REJECTED', otherwise: 'REJECTED' } },
      },
    }
    expect(computeFingerprint(changed)).toBe(computeFingerprint(policy))
  })
})
