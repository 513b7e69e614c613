import { describe, expect, it } from '@jest/globals'
import { buildResultsJson, renderJUnit } from '../../../tools/scenario-runner/reports.js'
import { buildRun, buildScenario } from '../../scenarios/sample-scenario.js'

const FAILED = buildRun({
  scenario: buildScenario({ name: 'a-tampered-passport' }),
  seconds: 12.3456,
  problems: [
    'page: it does not say "<not> confirmed"',
    'outcome: expected REJECTED, seen APPROVED',
  ],
})
const LOST = buildRun({
  actual: undefined,
  lastSeen: 'CAPTURED, PENDING',
  problems: ['could not be completed: no response'],
})

describe('renderJUnit', () => {
  it('has a test case per scenario, its failures and the total duration', () => {
    expect(renderJUnit('emulator', [buildRun(), FAILED], 12.5))
      .toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" time="12.500">
  <testsuite name="scenarios" tests="2" failures="1" time="12.500">
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
    ['is truncated to 300 characters', 'x'.repeat(999), `${'x'.repeat(300)} …`],
  ])('has a page that %s', (_what, page, expected) => {
    const actual = { state: 'COMPLETED', outcome: 'APPROVED', reasons: [], page }
    expect(JSON.parse(JSON.stringify(buildResultsJson('sandbox', [buildRun({ actual })])))).toEqual(
      expect.objectContaining({
        scenarios: [expect.objectContaining({ actual: { ...actual, page: expected } })],
      }),
    )
  })
})
