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

/** Identifies the decisions of the tables, independent of row order. */
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

/** Sorts keys and drops reasons with the same outcome as `otherwise`. */
function normalize(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { otherwise } = value as { otherwise?: unknown }
  return Object.entries(value)
    .filter(([key, entry]) => key === 'otherwise' || entry !== otherwise)
    .map(([key, entry]) => [key, normalize(entry)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
}

function assertVersionIsNew(
  fingerprint: string,
  version: string,
  recorded: string | undefined,
): void {
  if (recorded === fingerprint) return
  const problem =
    recorded === undefined
      ? `POLICY_VERSION ${version} is not recorded.`
      : `The outcome policy has changed, but POLICY_VERSION is still ${version}. Set POLICY_VERSION in src/outcome/outcome-policy.ts to a new value, because it is stored with each outcome.`
  throw new Error(`${problem} Add "<POLICY_VERSION>": "${fingerprint}" to ${VERSIONS_FILE}.`)
}

/** The policy with another row for LIVENESS. */
const withLiveness = (row: object): Tables => ({
  ...policy,
  CHECK_POLICY: { ...policy.CHECK_POLICY, LIVENESS: { approvals: 'any', ...row } },
})

describe('POLICY_VERSION', () => {
  it('is new when the outcome policy has changed', () => {
    const { POLICY_VERSION } = policy
    assertVersionIsNew(computeFingerprint(policy), POLICY_VERSION, versions[POLICY_VERSION])
  })

  it('must change when REJECT maps to REVIEW instead of REJECTED', () => {
    const before = withLiveness({ REJECT: { otherwise: 'REJECTED' } })
    const after = withLiveness({ REJECT: { otherwise: 'REVIEW' } })
    expect(() => {
      assertVersionIsNew(computeFingerprint(after), '2', computeFingerprint(before))
    }).toThrow('POLICY_VERSION is still 2. Set POLICY_VERSION in')
  })

  it('may stay when a row lists another reason with the same outcome as `otherwise`', () => {
    const before = withLiveness({ REJECT: { otherwise: 'REJECTED' } })
    const after = withLiveness({ REJECT: { MASK: 'REJECTED', otherwise: 'REJECTED' } })
    expect(computeFingerprint(after)).toBe(computeFingerprint(before))
  })
})
