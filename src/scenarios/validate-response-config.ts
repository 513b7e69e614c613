import { describeReceivedValue } from './closed-enum.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import type { SpecIssue } from '../yoti/describe-issues.js'
import { listRequestedTypes } from './requested-types.js'
import type { Scenario } from './scenario.js'

/** Results for checks and tasks that the session does not run, which would have no effect. */
export function validateResponseConfig(
  { preset, responseConfig = {} }: Scenario,
  spec: SessionSpec,
): SpecIssue[] {
  const { task_results: tasks = {}, check_reports: reports = {} } = responseConfig
  const { async_report_delay: _delay, ...checks } = reports
  const requested = listRequestedTypes(spec)
  const findUnrequested = (part: string, configured: object, known: readonly string[]) =>
    Object.entries(configured)
      .filter(([type, entries]) => !isEmpty(entries) && !known.includes(type))
      .map(([type]) => ({
        path: ['responseConfig', part, type],
        message: `expected a type that the preset "${preset}" requests (${known.join(', ') || 'none'}), got ${type}. Remove it, or choose another preset`,
      }))
  return [
    ...findUnrequested('task_results', tasks, requested.tasks),
    ...findUnrequested('check_reports', checks, requested.checks),
    ...(requested.checks.includes('LIVENESS')
      ? validateLivenessReports(checks.LIVENESS ?? [], preset, requested.livenessTypes)
      : []),
  ]
}

function validateLivenessReports(
  entries: readonly { liveness_type: string }[],
  preset: string,
  known: readonly string[],
): SpecIssue[] {
  return entries.flatMap(({ liveness_type: type }, index) =>
    known.includes(type)
      ? []
      : [
          {
            path: ['responseConfig', 'check_reports', 'LIVENESS', index, 'liveness_type'],
            message: `expected ${known.join(' or ')}, as the preset "${preset}" requests, got ${describeReceivedValue(type)}`,
          },
        ],
  )
}

function isEmpty(entries: unknown): boolean {
  return Array.isArray(entries) && entries.length === 0
}
