import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { findReportBuilder } from '../../emulator/src/checks/reports.js'
import {
  EXTRACTION_TEMPLATES,
  responseConfigSchema,
} from '../../emulator/src/checks/response-config.js'
import { ERROR_RESPONSES } from '../../emulator/src/http/api-error.js'
import { PEOPLE as EMULATED_PEOPLE } from '../../emulator/src/people/person.js'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { FAULT_CODES, FAULT_ENDPOINTS, PEOPLE } from '../../src/scenarios/emulator-settings.js'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import { responseConfig as scenarioSchema } from '../../src/scenarios/response-config.js'
import { STANDARD_PRESET } from '../../src/yoti/presets.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'

const presets = new Map<string, { spec: SessionSpec }>(parseConfig({}).config.presets)
// Whatever the default requests now.
presets.set('default', { spec: STANDARD_PRESET })
const loaded = loadScenarios(presets)
const scenarios = [...loaded.scenarios.values()]

/** Yoti's own table. Everything else is specified in full, so that the sandbox returns it too. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  ID_DOCUMENT_TEXT_DATA_EXTRACTION: EXTRACTION_TEMPLATES,
  ID_DOCUMENT_AUTHENTICITY: [
    ...['SUCCESS', 'TAMPERED', 'DOCUMENT_COPY', 'FRAUD_LIST_MATCH'],
    ...['PHOTO_TOO_BLURRY', 'GLARE_OBSTRUCTION'],
  ],
  ID_DOCUMENT_FACE_MATCH: ['SUCCESS', 'AUTO_FAIL', 'MANUAL_FAIL', 'FAIL'],
  LIVENESS: ['SUCCESS'],
  THIRD_PARTY_IDENTITY_FRAUD_1: ['SUCCESS'],
}

describe('the built-in scenarios', () => {
  it('fit their presets while the default is the standard one', () => {
    expect(loaded.warning).toBeUndefined()
  })

  it('are at least 30, and cover every outcome and class of client error, 1000 to 7000', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(30)
    const outcomes = scenarios.map(({ expect: { outcome } }) => outcome)
    expect(new Set(outcomes)).toEqual(
      new Set(['APPROVED', 'REJECTED', 'REVIEW', 'NONE', 'PENDING']),
    )
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
  /** From the error of an unknown one. */
  const listTemplates = (config: object) => {
    const { issues = [] } = scenarioSchema.safeParse(config).error ?? {}
    const messages = issues.map(({ message }) => /expected (.*), got "\?"/.exec(message)?.[1])
    return messages.join('').split(' or ').sort()
  }
  const { check_reports: checkReports, task_results: taskResults } = scenarioSchema.shape

  it('are those of the emulator', () => {
    for (const type of Object.keys(
      checkReports.unwrap().omit({ async_report_delay: true }).shape,
    )) {
      const entry = { result: { report_template: '?' } }
      const isList = !scenarioSchema.safeParse({ check_reports: { [type]: [] } }).error
      const check_reports = { [type]: isList ? [entry] : entry }
      const known = [...findReportBuilder(type).templates].sort()
      expect([type, ...listTemplates({ check_reports })]).toEqual([type, ...known])
    }
    for (const type of Object.keys(taskResults.unwrap().shape)) {
      const config = { task_results: { [type]: [{ result_template: '?' }] } }
      expect(listTemplates(config)).toEqual([...EXTRACTION_TEMPLATES].sort())
    }
  })
})

describe('the settings of the emulator that a scenario may use', () => {
  it('are those of the emulator: people, error codes and endpoints', async () => {
    expect(PEOPLE).toEqual(EMULATED_PEOPLE.map(({ id }) => id))
    expect(Object.keys(ERROR_RESPONSES)).toEqual(expect.arrayContaining(FAULT_CODES))
    await using emulator = await startEmulator({ port: 0, applications: [] })
    const faults = FAULT_ENDPOINTS.map((endpoint) => ({ kind: 'cut' as const, endpoint }))
    emulator.control.setTrackingFaults('user', { faults })
  })
})
