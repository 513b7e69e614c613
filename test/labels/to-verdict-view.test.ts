import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { toVerdictView } from '../../src/labels/to-verdict-view.js'
import { CHECK_POLICY } from '../../src/outcome/outcome-policy.js'

const texts = createTexts()

describe('toVerdictView', () => {
  it.each([
    ['APPROVED', false, 'All requested checks passed.'],
    ['APPROVED', true, 'The requirements of the identity profile are met.'],
    ['REJECTED', false, 'A check did not pass.'],
    ['REJECTED', true, 'The requirements of the identity profile are not met.'],
    ['REVIEW', true, 'The checks could not confirm everything.'],
  ] as const)(
    'explains %s with an identity profile (%s) as "%s"',
    (outcome, hasProfile, sentence) => {
      expect(toVerdictView({ outcome, reasons: [] }, hasProfile, texts).sentence).toBe(sentence)
    },
  )

  it('shows the title, the tone and the reasons as sentences', () => {
    const reasons = [
      { code: 'CHECK_REJECTED', checkType: 'ID_DOCUMENT_AUTHENTICITY', reason: 'TAMPERED' },
      { code: 'UNKNOWN_RECOMMENDATION', checkType: 'AURA_SCAN', reason: 'PONDER' },
      { code: 'CHECK_WITHOUT_RESULT', checkType: 'LIVENESS', reason: 'PENDING' },
      { code: 'MISSING_CHECK', checkType: 'FACE_COMPARISON' },
      { code: 'SESSION_EXPIRED' },
    ] as const
    expect(toVerdictView({ outcome: 'REJECTED', reasons: [...reasons] }, false, texts)).toEqual({
      outcome: 'REJECTED',
      tone: 'bad',
      title: 'Identity not confirmed',
      sentence: 'A check did not pass.',
      reasons: [
        'The document is genuine: failed. The document appears to have been tampered with.',
        'Aura scan: unknown result. Ponder.',
        'A real person is in front of the camera: no result.',
        'The face matches the reference photo: not checked.',
        'The session expired before the checks were completed.',
      ],
    })
  })

  it('has a label for every check type and reason of the policy', () => {
    const reasons = Object.values(CHECK_POLICY).flatMap(({ REJECT, CONSIDER, NOT_AVAILABLE }) =>
      [REJECT, CONSIDER, NOT_AVAILABLE].flatMap((row) => Object.keys(row)),
    )
    const keys = [
      ...Object.keys(CHECK_POLICY).map((type) => `labels.check.${type}`),
      ...reasons
        .filter((reason) => reason !== 'otherwise')
        .map((reason) => `labels.reason.${reason}`),
    ]
    expect(keys.filter((key) => texts.find(key) === undefined)).toEqual([])
  })
})
