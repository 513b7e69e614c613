import { describe, expect, it } from '@jest/globals'
import { findReportBuilder } from '../../emulator/src/checks/reports.js'
import { EXTRACTION_TEMPLATES } from '../../emulator/src/checks/response-config.js'
import { REPORT_TEMPLATES, RESULT_TEMPLATES } from '../../src/scenarios/report-templates.js'

describe('the templates of a response configuration', () => {
  it.each(Object.entries(REPORT_TEMPLATES))(
    'are those that the emulator has: %s',
    (type, known) => {
      expect([...known].sort()).toEqual([...findReportBuilder(type).templates].sort())
    },
  )

  it('has the templates that the emulator supports for text extraction', () => {
    expect(RESULT_TEMPLATES).toEqual(EXTRACTION_TEMPLATES)
  })
})
