import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { toStartView } from '../../src/web/start-view.js'
import { DEFAULT_PRESET, PRESETS } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'

const RETENTION = { clientSessionTokenTtl: 900, resourcesTtl: 604_800, eraseAfterMs: undefined }
const texts = createTexts()
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DEVICE = 'the device and browser you use'

const describePreset = (name: string) => toStartView(PRESETS[name] ?? {}, RETENTION, texts)

describe('toStartView', () => {
  it('lists the checks and the data of the default preset', () => {
    const start = toStartView(DEFAULT_PRESET, RETENTION, texts)
    expect(start.checks.map(({ title }) => title)).toEqual([
      'Your document is genuine',
      'You’re a real person',
      'The document belongs to you',
    ])
    expect(start.collected).toEqual([
      'photos of your identity document',
      'a photo of your face',
      'the details on the document, such as your name and date of birth',
      DEVICE,
    ])
    expect(start).toMatchObject({
      needs: 'an identity document and a device with a camera',
      minutes: 15,
    })
  })

  it.each(Object.keys(PRESETS))('has texts for everything in %s', (name) => {
    const { checks, collected } = describePreset(name)
    expect(checks).not.toEqual([])
    expect(checks.every(({ title, why }) => title !== '' && why !== '')).toBe(true)
    expect(new Set(checks.map(({ title, why }) => title + why)).size).toBe(checks.length)
    expect(collected.length).toBeGreaterThan(1)
  })

  const DECIDED_BY_PERSON = ' (if a person has to decide: within 8 days of starting)'
  it.each([
    [undefined, 'within 8 days of starting'],
    [0, `as soon as your check ends${DECIDED_BY_PERSON}`],
    [1000, `1 hour after your check ends${DECIDED_BY_PERSON}`],
    [25 * HOUR_MS, `25 hours after your check ends${DECIDED_BY_PERSON}`],
    [2 * DAY_MS + 1000, `3 days after your check ends${DECIDED_BY_PERSON}`],
    [7 * DAY_MS + 900_000, 'within 8 days of starting'],
  ])('formats the deletion time when eraseAfterMs is %s', (eraseAfterMs, words) => {
    const start = toStartView(DEFAULT_PRESET, { ...RETENTION, eraseAfterMs }, texts)
    expect(start.deleted).toBe(words)
  })

  it('describes the photo that the business provides for face-comparison', () => {
    expect(describePreset('face-comparison').collected).toEqual([
      'a photo of your face',
      'the photo of you that we already hold, which we provide',
      DEVICE,
    ])
  })

  it.each([
    ['face-comparison', 'a device with a camera'],
    ['proof-of-address', 'an identity document, proof of your address and a device with a camera'],
    ['two-documents', '2 identity documents and a device with a camera'],
    ['right-to-work', 'an identity document and a device with a camera'],
  ])('lists what the user needs for %s', (name, needs) => {
    expect(describePreset(name).needs).toBe(needs)
  })

  it.each([
    ['proof-of-address', 'Where you live', 'from a document with your name and address'],
    [
      'two-documents',
      'Your documents are genuine',
      'to confirm that they are real, in date and unaltered',
    ],
    [
      'two-documents',
      'Your two documents match',
      'by comparing the names and dates of birth on them',
    ],
    ['expired-documents', 'Your document is genuine', 'to confirm that it is real and unaltered'],
    [
      'watchlist',
      'You aren’t on a watchlist',
      'by searching negative news reports and lists of sanctions, warnings and people in public office for your name',
    ],
    ['right-to-work', 'You can work in the UK', 'under the rules of a recognised scheme'],
    ['advanced-identity-profile', 'Your identity', 'under the rules of a recognised scheme'],
  ])('describes the check of %s: %s', (name, title, why) => {
    expect(describePreset(name).checks).toContainEqual({ title, why })
  })

  it('compares only names when one document is a bill, and makes unknown types readable', () => {
    const spec: SessionSpec = {
      requested_checks: [
        { type: 'ID_DOCUMENT_COMPARISON', config: {} },
        { type: 'AURA_SCAN', config: {} },
      ],
      required_documents: [
        { type: 'ID_DOCUMENT' },
        { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
      ],
    }
    const [comparison, aura] = toStartView(spec, RETENTION, texts).checks
    expect(comparison?.why).toBe('by comparing the names on them')
    expect(aura).toEqual({ title: 'Aura scan', why: '' })
  })
})
