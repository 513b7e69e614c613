import { describe, expect, it } from '@jest/globals'
import { parsePreset } from '../../src/sessions/preset.js'
import { PRESETS } from '../../src/yoti/presets.js'
import { STANDARD_PRESET } from '../../src/yoti/presets/standard.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'

const checkTypes = ({ requested_checks = [] }: SessionSpec) =>
  requested_checks.map(({ type }) => type)

describe('the built-in presets', () => {
  it.each(Object.entries(PRESETS))('accepts the preset %s unchanged', (name, spec) => {
    expect(parsePreset(spec, name)).toEqual({ name, spec, usesPostMessage: false })
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
    ['document-and-face', ['ID_DOCUMENT_AUTHENTICITY', 'LIVENESS', 'ID_DOCUMENT_FACE_MATCH']],
    ['watchlist', [...checkTypes(STANDARD_PRESET), 'WATCHLIST_SCREENING']],
    ['watchlist-advanced', [...checkTypes(STANDARD_PRESET), 'WATCHLIST_ADVANCED_CA']],
    ['two-documents', [...checkTypes(STANDARD_PRESET), 'ID_DOCUMENT_COMPARISON']],
    ['face-comparison', ['LIVENESS', 'FACE_COMPARISON']],
    ['branded', checkTypes(STANDARD_PRESET)],
    ['right-to-work', []],
  ])('requests in %s the checks that its name promises', (name, types) => {
    expect(checkTypes(PRESETS[name] ?? {})).toEqual(types)
  })
})
