import { describe, expect, it } from '@jest/globals'
import { describeDuration, describeStart } from '../../src/verify/describe-start.js'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'

const RETENTION = { clientSessionTokenTtl: 900, resourcesTtl: 604_800, eraseAfter: undefined }
const DAY = 86_400_000

describe('describeStart', () => {
  it('says what the built-in preset checks, collects and keeps', () => {
    const start = describeStart(DEFAULT_PRESET, RETENTION)
    expect(start.checks.map(({ title }) => title)).toEqual([
      'Your document is genuine',
      'You are really there',
      'The document is yours',
    ])
    expect(start.checks.every(({ why }) => why !== '')).toBe(true)
    expect(start.collected).toHaveLength(3)
    expect(start).toMatchObject({ minutes: 15 })
  })

  it.each([
    [undefined, '7 days after your time to finish ended, at the latest'],
    [0, 'as soon as your check has ended'],
    [1000, '1 hour after your check has ended'],
    [3 * DAY, '3 days after your check has ended'],
    [7 * DAY + 900_000, '7 days after your time to finish ended, at the latest'],
  ])('says when it is deleted where ERASE_AFTER is %s ms', (eraseAfter, words) => {
    expect(describeStart(DEFAULT_PRESET, { ...RETENTION, eraseAfter }).deleted).toBe(words)
  })
})

describe('describeStart for other presets', () => {
  it('asks for no document where only the face is looked at', () => {
    const start = describeStart(
      {
        requested_checks: [
          { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
        ],
      },
      RETENTION,
    )
    expect(start).toMatchObject({ needsDocument: false, collected: ['a picture of your face'] })
  })

  it('says what an identity profile is for and collects', () => {
    const start = describeStart(
      {
        identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
      },
      RETENTION,
    )
    expect(start.checks).toHaveLength(1)
    expect(start.needsDocument).toBe(true)
    expect(start.collected).toHaveLength(3)
  })
})

describe('describeDuration', () => {
  it.each([
    [604_800, '7 days'],
    [90_000, '25 hours'],
    [172_801, '3 days'],
    [3600, '1 hour'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(describeDuration(seconds)).toBe(words)
  })
})
