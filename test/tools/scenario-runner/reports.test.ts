import { describe, expect, it } from '@jest/globals'
import {
  buildResultsJson,
  renderJUnit,
  renderResultsTable,
} from '../../../tools/scenario-runner/reports.js'
import { skipScenario } from '../../../tools/scenario-runner/run-scenario.js'
import { buildRun, buildScenario } from '../../scenarios/sample-scenario.js'

const FAILED = buildRun({
  scenario: buildScenario({ name: 'a-tampered-passport' }),
  seconds: 12.3456,
  problems: [
    'page: it does not say "<not> confirmed"',
    'outcome: expected REJECTED, seen APPROVED',
  ],
})
const SKIPPED = skipScenario(buildScenario({ name: 'left' }), 'needs a user')
const NOTED = buildRun({ notes: ['only the emulator has faults'] })
const LOST = buildRun({
  actual: undefined,
  lastSeen: 'CAPTURED, PENDING',
  problems: ['could not be completed: no response'],
})

describe('a scenario that was skipped, or has a note', () => {
  it('is in the table and in the counts', () => {
    const lines = renderResultsTable([NOTED, SKIPPED]).split('\n')
    expect(lines).toEqual([
      expect.anything(),
      expect.anything(),
      'ok       a-passport  COMPLETED APPROVED  COMPLETED APPROVED  1.3',
      '        note: only the emulator has faults',
      'skipped  left        COMPLETED APPROVED  -                   0.0',
      '        needs a user',
      '',
      '1 passed, 0 failed, 1 skipped',
      '',
    ])
  })

  it('is in JUnit and JSON', () => {
    const xml = renderJUnit('sandbox', [NOTED, SKIPPED], 1)
    expect(xml).toContain('<testsuites tests="2" failures="0" skipped="1" time="1.000">')
    expect(xml).toContain('<skipped message="needs a user"/>')
    expect(xml).toContain('<system-out>only the emulator has faults</system-out>')
    expect(buildResultsJson('sandbox', [NOTED, SKIPPED])).toMatchObject({
      passed: 1,
      failed: 0,
      skipped: 1,
      scenarios: [{ notes: NOTED.notes }, { passed: false, skipped: 'needs a user' }],
    })
  })
})

describe('renderJUnit', () => {
  it('has a test case per scenario, its failures and the total duration', () => {
    expect(renderJUnit('emulator', [buildRun(), FAILED], 12.5))
      .toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" skipped="0" time="12.500">
  <testsuite name="scenarios" tests="2" failures="1" skipped="0" time="12.500">
    <properties>
      <property name="target" value="emulator"/>
    </properties>
    <testcase classname="scenarios" name="a-passport" time="1.250"/>
    <testcase classname="scenarios" name="a-tampered-passport" time="12.346">
      <failure message="page: it does not say &quot;&lt;not&gt; confirmed&quot;">page: it does not say "&lt;not&gt; confirmed"
outcome: expected REJECTED, seen APPROVED</failure>
    </testcase>
  </testsuite>
</testsuites>`)
  })

  it('replaces characters that XML 1.0 forbids', () => {
    const run = buildRun({ problems: ['a\u0000b\u001b half \ud83d a pair 東京 😀'] })
    const xml = renderJUnit('emulator', [run], 1)
    expect(xml).toContain('>a\ufffdb\ufffd half \ufffd a pair 東京 😀</failure>')
  })
})

describe('buildResultsJson', () => {
  it('has the counts, and the expected and actual result of each scenario', () => {
    expect(JSON.parse(JSON.stringify(buildResultsJson('sandbox', [buildRun(), LOST])))).toEqual({
      target: 'sandbox',
      passed: 1,
      failed: 1,
      skipped: 0,
      scenarios: [
        {
          name: 'a-passport',
          title: 'A passport',
          passed: true,
          seconds: 1.25,
          expected: buildScenario().expect,
          actual: {
            state: 'COMPLETED',
            outcome: 'APPROVED',
            reasons: [],
            page: 'Identity confirmed',
          },
          problems: [],
          notes: [],
        },
        expect.objectContaining({
          passed: false,
          actual: null,
          lastSeen: 'CAPTURED, PENDING',
          problems: LOST.problems,
        }),
      ],
    })
  })

  it.each([
    ['is null when its text is unknown', undefined, null],
    ['has its full length', 'x'.repeat(9999), 'x'.repeat(9999)],
  ])('has a page that %s', (_what, page, expected) => {
    const actual = { state: 'COMPLETED', outcome: 'APPROVED', reasons: [], page }
    expect(JSON.parse(JSON.stringify(buildResultsJson('sandbox', [buildRun({ actual })])))).toEqual(
      expect.objectContaining({
        scenarios: [expect.objectContaining({ actual: { ...actual, page: expected } })],
      }),
    )
  })
})
