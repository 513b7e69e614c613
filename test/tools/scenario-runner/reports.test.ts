import { describe, expect, it } from '@jest/globals'
import {
  buildResultsJson,
  renderJUnit,
  renderResultsTable,
} from '../../../tools/scenario-runner/reports.js'
import { buildRun, buildScenario } from '../../scenarios/sample-scenario.js'

const PASSED = buildRun({ notes: ['only the emulator has faults'] })
const FAILED = buildRun({
  scenario: buildScenario({ name: 'tampered' }),
  seconds: 12.3456,
  problems: ['page: it does not say "<not> a\u0000b half \ud83d 東京 😀"', 'outcome: differs'],
})
const SKIPPED = buildRun({
  scenario: buildScenario({ name: 'left' }),
  seconds: 0,
  actual: undefined,
  skipped: 'needs a user',
})
const RUNS = [PASSED, FAILED, SKIPPED]

describe('the reports of passed, failed and skipped scenarios', () => {
  it('lists problems, notes and counts in the table', () => {
    // docs/qa.md shows the header.
    expect(renderResultsTable(RUNS).split('\n').slice(2)).toEqual([
      'ok       a-passport  COMPLETED APPROVED  COMPLETED APPROVED  1.3',
      '        note: only the emulator has faults',
      'FAILED   tampered    COMPLETED APPROVED  COMPLETED APPROVED  12.3',
      ...FAILED.problems.map((problem) => `        ${problem}`),
      'skipped  left        COMPLETED APPROVED  -                   0.0',
      '        needs a user',
      '',
      '1 passed, 1 failed, 1 skipped',
    ])
  })

  it('has a test case for each in JUnit, without the characters that XML 1.0 forbids', () => {
    expect(renderJUnit('emulator', RUNS, 12.5)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" skipped="1" time="12.500">
  <testsuite name="scenarios" tests="3" failures="1" skipped="1" time="12.500">
    <properties>
      <property name="target" value="emulator"/>
    </properties>
    <testcase classname="scenarios" name="a-passport" time="1.250">
      <system-out>only the emulator has faults</system-out>
    </testcase>
    <testcase classname="scenarios" name="tampered" time="12.346">
      <failure message="page: it does not say &quot;&lt;not&gt; a\ufffdb half \ufffd 東京 😀&quot;">page: it does not say "&lt;not&gt; a\ufffdb half \ufffd 東京 😀"
outcome: differs</failure>
    </testcase>
    <testcase classname="scenarios" name="left" time="0.000">
      <skipped message="needs a user"/>
    </testcase>
  </testsuite>
</testsuites>`)
  })

  it('has the expected and the actual result of each in JSON', () => {
    const page = 'x'.repeat(9999)
    const result = { state: 'COMPLETED', outcome: 'APPROVED', reasons: [] }
    const withPage = (text?: string) => buildRun({ actual: { ...result, page: text } })
    const lost = buildRun({ actual: undefined, lastSeen: 'CAPTURED', problems: ['no response'] })
    const json = buildResultsJson('sandbox', [withPage(page), withPage(), lost, SKIPPED])
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      ...{ target: 'sandbox', passed: 2, failed: 1, skipped: 1 },
      scenarios: [
        {
          ...{ name: 'a-passport', title: 'A passport', passed: true, seconds: 1.25 },
          ...{ expected: buildScenario().expect, actual: { ...result, page } },
          ...{ problems: [], notes: [] },
        },
        { actual: { ...result, page: null } },
        { passed: false, actual: null, lastSeen: 'CAPTURED', problems: lost.problems },
        { passed: false, skipped: 'needs a user' },
      ],
    })
  })
})
