import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { findReportBuilder } from '../../emulator/src/checks/reports.js'
import {
  EXTRACTION_TEMPLATES,
  responseConfigSchema,
} from '../../emulator/src/checks/response-config.js'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import { REPORT_TEMPLATES, RESULT_TEMPLATES } from '../../src/scenarios/report-templates.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'

const presets = new Map<string, { spec: SessionSpec }>(parseConfig({}).config.presets)
// Whatever the default requests now.
presets.set('default', { spec: STANDARD_PRESET })
const loaded = loadScenarios(presets)
const scenarios = [...loaded.scenarios.values()]

/** Yoti's own table. Everything else is specified in full, so that the sandbox returns it too. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  ID_DOCUMENT_TEXT_DATA_EXTRACTION: [
    'SUCCESS',
    'UNSUPPORTED_DOCUMENT',
    'DOCUMENT_IS_EXPIRED',
    'UNABLE_TO_OCR',
  ],
  ID_DOCUMENT_AUTHENTICITY: [
    'SUCCESS',
    'TAMPERED',
    'DOCUMENT_COPY',
    'FRAUD_LIST_MATCH',
    'PHOTO_TOO_BLURRY',
    'GLARE_OBSTRUCTION',
  ],
  ID_DOCUMENT_FACE_MATCH: ['SUCCESS', 'AUTO_FAIL', 'MANUAL_FAIL', 'FAIL'],
  LIVENESS: ['SUCCESS'],
  THIRD_PARTY_IDENTITY_FRAUD_1: ['SUCCESS'],
}

describe('the built-in scenarios', () => {
  it('fit their presets while the default is the standard one', () => {
    expect(loaded.unavailable).toEqual([])
  })

  it('are at least 30 and cover every outcome', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(30)
    const outcomes = new Set(scenarios.map(({ expect: { outcome } }) => outcome))
    expect(outcomes).toEqual(new Set(['APPROVED', 'REJECTED', 'REVIEW', 'NONE', 'PENDING']))
  })

  it('cover every class of client error, 1000 to 7000', () => {
    const codes = scenarios.flatMap(({ capture: { end } }) =>
      typeof end === 'object' ? [Math.floor(end.clientError / 1000)] : [],
    )
    expect(new Set(codes)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]))
  })

  it.each(scenarios)(
    'use only templates that the sandbox knows: $name',
    ({ responseConfig = {} }) => {
      expect(responseConfigSchema.safeParse(responseConfig).error).toBeUndefined()
      for (const part of [responseConfig.task_results, responseConfig.check_reports]) {
        for (const [type, entries] of Object.entries(part ?? {})) {
          const used = JSON.stringify(entries).matchAll(/"(?:result|report)_template":"(\w+)"/g)
          for (const [, template] of used) expect(TEMPLATES[type]).toContain(template)
        }
      }
    },
  )
})

describe('the templates that a scenario may use', () => {
  it('are those of the emulator', () => {
    expect(RESULT_TEMPLATES).toEqual(EXTRACTION_TEMPLATES)
    for (const [type, templates] of Object.entries(REPORT_TEMPLATES)) {
      const known = findReportBuilder(type).templates
      expect([type, ...[...templates].sort()]).toEqual([type, ...[...known].sort()])
    }
  })
})
