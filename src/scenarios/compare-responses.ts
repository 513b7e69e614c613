import { describeSeen } from '../yoti/one-of.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import type { Contradiction } from '../yoti/session-spec-rules.js'
import { listAskedTypes } from './asked-types.js'
import type { Scenario } from './scenario.js'

/** What is configured for checks and tasks that the session does not come to, and so has no effect. */
export function compareResponses(
  { preset, responseConfig = {} }: Scenario,
  spec: SessionSpec,
): Contradiction[] {
  const { task_results: tasks = {}, check_reports: reports = {} } = responseConfig
  const { async_report_delay: _delay, ...checks } = reports
  const asked = listAskedTypes(spec)
  const compare = (part: string, configured: object, known: readonly string[]) =>
    Object.entries(configured)
      .filter(([type, entries]) => !isEmpty(entries) && !known.includes(type))
      .map(([type]) => ({
        path: ['responseConfig', part, type],
        message: `expected what the preset "${preset}" comes to (${known.join(', ') || 'nothing'}), got ${type}. Leave it out, or name another preset`,
      }))
  return [
    ...compare('task_results', tasks, asked.tasks),
    ...compare('check_reports', checks, asked.checks),
    ...(asked.checks.includes('LIVENESS')
      ? compareLiveness(checks.LIVENESS ?? [], preset, asked.livenessTypes)
      : []),
  ]
}

function compareLiveness(
  entries: readonly { liveness_type: string }[],
  preset: string,
  known: readonly string[],
): Contradiction[] {
  return entries.flatMap(({ liveness_type: type }, index) =>
    known.includes(type)
      ? []
      : [
          {
            path: ['responseConfig', 'check_reports', 'LIVENESS', index, 'liveness_type'],
            message: `expected ${known.join(' or ')}, which the preset "${preset}" asks for, got ${describeSeen(type)}`,
          },
        ],
  )
}

function isEmpty(entries: unknown): boolean {
  return Array.isArray(entries) && entries.length === 0
}
