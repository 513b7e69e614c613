import type { Breakdown } from '../../yoti/session-result.js'
import {
  DETAIL_NAMES,
  DETAIL_VALUES,
  PROCESSES,
  SUB_CHECK_RESULTS,
  SUB_CHECKS,
} from '../../labels/check-labels.js'
import type { Row, SubCheckView, Tone } from './result-view.js'
import { humanise, label } from '../../labels/labels.js'

const TONES: Readonly<Record<string, Tone>> = { PASS: 'good', FAIL: 'attention' }

/** A sub-check alone decides nothing, so FAIL is not shown as a rejection. */
export function toSubCheckView(subCheck: Breakdown): SubCheckView {
  return {
    title: label(SUB_CHECKS, subCheck.sub_check),
    verdict: label(SUB_CHECK_RESULTS, subCheck.result),
    tone: TONES[subCheck.result] ?? 'neutral',
    process: subCheck.process && label(PROCESSES, subCheck.process),
    details: (subCheck.details ?? []).map(toDetailRow),
  }
}

function toDetailRow({ name, value }: { name: string; value: string }): Row {
  return {
    label: label(DETAIL_NAMES, name),
    lines: [formatDetailValue(name, value)],
    monospace: false,
  }
}

function formatDetailValue(name: string, value: string): string {
  if (name === 'closest_match') return value.split(',').map(humanise).join(', ')
  return Object.hasOwn(DETAIL_VALUES, value) ? label(DETAIL_VALUES, value) : value
}
