import { renderDates } from './dates.js'
import type { Scenario } from './scenario.js'

interface Result {
  document_fields?: Record<string, unknown>
  recommendation?: object
}

/** What a scenario configures without the effect that its author may expect on this target. */
export function listNotes(scenario: Scenario, target: string, now: number): string[] {
  if (target !== 'emulator') {
    return scenario.emulator === undefined
      ? []
      : ['`emulator` is ignored: only the emulator has people, faults and notification rules']
  }
  const config = renderDates(scenario.responseConfig ?? {}, now)
  const { ID_DOCUMENT_TEXT_DATA_EXTRACTION: attempts = [] } = config.task_results ?? {}
  const { ID_DOCUMENT_TEXT_DATA_CHECK: experts = [], ID_DOCUMENT_AUTHENTICITY: authenticity } =
    config.check_reports ?? {}
  const today = new Date(now).toISOString().slice(0, 10)
  const isExpired = ({ result }: { result?: Result | undefined }) => {
    const date = result?.document_fields?.expiration_date
    return typeof date === 'string' && /^\d/.test(date) && date < today
  }
  return [
    ...(attempts.some((each) => isExpired(each) && each.result?.recommendation === undefined)
      ? [
          'expiration_date has passed: the emulator refuses that attempt only, and approves the next. Set its recommendation to PROGRESS to have ID_DOCUMENT_AUTHENTICITY reject the document',
        ]
      : []),
    ...(experts.some(isExpired) && authenticity === undefined
      ? [
          'expiration_date has passed: the emulator does not judge the text of an expert. Configure ID_DOCUMENT_AUTHENTICITY, as expired-document does',
        ]
      : []),
  ]
}
