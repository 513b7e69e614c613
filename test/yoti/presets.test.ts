import { describe, expect, it } from '@jest/globals'
import { parsePreset } from '../../src/sessions/preset.js'
import { PRESETS } from '../../src/yoti/presets.js'

const STANDARD_CHECKS = ['ID_DOCUMENT_AUTHENTICITY', 'LIVENESS', 'ID_DOCUMENT_FACE_MATCH']

describe('the built-in presets', () => {
  it.each(Object.entries(PRESETS))('accepts the preset %s without a warning', (name, spec) => {
    expect(parsePreset(spec, name)).toEqual({ name, spec, usesPostMessage: false, warnings: [] })
  })

  it('keeps the preset names that API callers use', () => {
    expect(Object.keys(PRESETS).sort()).toEqual([
      'advanced-identity-profile',
      'branded',
      'dbs',
      'default',
      'document',
      'document-and-face',
      'expired-documents',
      'face-comparison',
      'non-latin',
      'orthogonal-documents',
      'proof-of-address',
      'restricted-documents',
      'right-to-rent',
      'right-to-work',
      'suppressed-screens',
      'third-party-identity',
      'two-documents',
      'watchlist',
      'watchlist-advanced',
    ])
  })

  it.each([
    ['document', ['ID_DOCUMENT_AUTHENTICITY']],
    ['document-and-face', STANDARD_CHECKS],
    ['watchlist', [...STANDARD_CHECKS, 'WATCHLIST_SCREENING']],
    ['watchlist-advanced', [...STANDARD_CHECKS, 'WATCHLIST_ADVANCED_CA']],
    ['two-documents', [...STANDARD_CHECKS, 'ID_DOCUMENT_COMPARISON']],
    ['face-comparison', ['LIVENESS', 'FACE_COMPARISON']],
    ['branded', STANDARD_CHECKS],
    ['right-to-work', []],
  ])('requests in %s the checks that its name promises', (name, types) => {
    expect((PRESETS[name]?.requested_checks ?? []).map(({ type }) => type)).toEqual(types)
  })
})
