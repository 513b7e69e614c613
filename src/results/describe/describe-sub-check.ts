import type { Breakdown } from '../../yoti/session-result.js'
import {
  DETAIL_NAMES,
  DETAIL_VALUES,
  PROCESSES,
  SUB_CHECK_RESULTS,
  SUB_CHECKS,
} from './check-words.js'
import type { Row, SubCheckView, Tone } from './result-view.js'
import { humanise, sayIn } from './words.js'

const TONES: Readonly<Record<string, Tone>> = { PASS: 'good', FAIL: 'attention' }

/** One thing that a check looked at. Alone it decides nothing, so a FAIL is no rejection. */
export function describeSubCheck(subCheck: Breakdown): SubCheckView {
  return {
    title: sayIn(SUB_CHECKS, subCheck.sub_check),
    verdict: sayIn(SUB_CHECK_RESULTS, subCheck.result),
    tone: TONES[subCheck.result] ?? 'neutral',
    process: subCheck.process && sayIn(PROCESSES, subCheck.process),
    details: (subCheck.details ?? []).map(describeDetail),
  }
}

function describeDetail({ name, value }: { name: string; value: string }): Row {
  return { label: sayIn(DETAIL_NAMES, name), lines: [sayDetail(name, value)], monospace: false }
}

function sayDetail(name: string, value: string): string {
  if (name === 'closest_match') return value.split(',').map(humanise).join(', ')
  return Object.hasOwn(DETAIL_VALUES, value) ? sayIn(DETAIL_VALUES, value) : value
}
