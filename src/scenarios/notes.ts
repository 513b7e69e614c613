import { renderDates } from './dates.js'
import type { Scenario } from './scenario.js'

/** What a scenario configures without effect on this target. */
export function listNotes(scenario: Scenario, target: string, now: number): string[] {
  if (target !== 'emulator') {
    return scenario.emulator === undefined
      ? []
      : ['`emulator` is ignored: only the emulator has people, faults and notification rules']
  }
  const { task_results: tasks = {}, check_reports: checks = {} } = renderDates(
    scenario.responseConfig ?? {},
    now,
  )
  const entries = [
    ...Object.values(tasks).flat(),
    ...(checks.ID_DOCUMENT_TEXT_DATA_CHECK ?? []),
  ] as readonly { result?: { document_fields?: Record<string, unknown> } }[]
  const today = new Date(now).toISOString().slice(0, 10)
  const isExpired = entries.some(({ result }) => {
    const date = result?.document_fields?.expiration_date
    return typeof date === 'string' && /^\d/.test(date) && date < today
  })
  return isExpired && checks.ID_DOCUMENT_AUTHENTICITY === undefined
    ? [
        'the emulator approves a document whose expiration_date has passed. Configure ID_DOCUMENT_AUTHENTICITY, as expired-document does',
      ]
    : []
}
