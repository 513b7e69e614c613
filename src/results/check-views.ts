import type { Texts } from '../http/texts.js'
import { humanise } from '../http/texts.js'
import { CHECK_POLICY } from '../outcome/outcome-policy.js'
import { usesResource } from '../outcome/evaluate-checks.js'
import type { Breakdown, Check, SessionResult } from '../yoti/session-result.js'
import { listLivenessAttempts } from './liveness-views.js'
import {
  getDocumentTitle,
  toFileLinks,
  toRawJson,
  toRow,
  type FileLink,
  type ResultContext,
  type Tone,
} from './result-view.js'
import { toWatchlistRows } from './watchlist-rows.js'

const RECOMMENDATION_TONES: Readonly<Record<string, Tone>> = {
  APPROVE: 'good',
  REJECT: 'bad',
  CONSIDER: 'attention',
  NOT_AVAILABLE: 'attention',
}
/** A sub-check alone decides nothing, so FAIL is not shown as a rejection. */
const SUB_CHECK_TONES: Readonly<Record<string, Tone>> = { PASS: 'good', FAIL: 'attention' }

/** In the order of the policy. Unknown types come last. */
export function toCheckViews(context: ResultContext) {
  const order = Object.keys(CHECK_POLICY)
  const rank = ({ type }: Check) => (order.includes(type) ? order.indexOf(type) : order.length)
  return [...context.result.checks]
    .sort((a, b) => rank(a) - rank(b))
    .map((check) => toCheckView(check, context))
}

function toCheckView(check: Check, context: ResultContext) {
  const { result, texts } = context
  const { recommendation, breakdown = [], watchlist_summary: summary } = check.report ?? {}
  const isSuperseded = isOtherAttemptApproved(check, result)
  const processes = new Set(breakdown.flatMap(({ process }) => process ?? []))
  return {
    type: check.type,
    title: texts.label('check', check.type),
    /** The document or attempt, if there are several. */
    about: getSubject(check, context),
    verdict: recommendation
      ? texts.label('recommendation', recommendation.value)
      : texts.label('checkState', check.state),
    tone: isSuperseded ? 'neutral' : getTone(check),
    reason: recommendation?.reason && texts.label('reason', recommendation.reason),
    suggestion:
      recommendation?.recovery_suggestion &&
      texts.label('recoverySuggestion', recommendation.recovery_suggestion),
    note: isSuperseded ? texts.t('results.superseded') : getNote(check, texts),
    process: texts.list([...processes].map((process) => texts.label('process', process))),
    subChecks: breakdown.map((subCheck) => toSubCheckView(subCheck, texts)),
    details: toWatchlistRows(summary, texts),
    files: listFiles(check, context),
    raw: toRawJson(check),
  }
}

function getTone(check: Check): Tone {
  const value = check.report?.recommendation?.value
  if (value !== undefined) return RECOMMENDATION_TONES[value] ?? 'attention'
  return check.state === 'INTERNAL_ERROR' ? 'attention' : 'neutral'
}

function isOtherAttemptApproved(check: Check, { checks }: SessionResult): boolean {
  if (check.type !== 'LIVENESS' || isApproved(check)) return false
  return checks.some((other) => other.type === 'LIVENESS' && isApproved(other))
}

function isApproved(check: Check): boolean {
  return check.report?.recommendation?.value === 'APPROVE'
}

function getNote(check: Check, { t }: Texts): string | undefined {
  const failed = check.report?.breakdown?.some(({ result }) => result === 'FAIL') ?? false
  return failed && isApproved(check) ? t('results.failedItems') : undefined
}

function getSubject(check: Check, { result, texts }: ResultContext): string | undefined {
  if (check.type === 'LIVENESS') {
    const attempts = listLivenessAttempts(result, texts)
    const attempt = attempts.find((candidate) => candidate.check?.id === check.id)
    return attempts.length > 1 ? attempt?.title : undefined
  }
  const { id_documents = [], supplementary_documents = [] } = result.resources
  const documents = [...id_documents, ...supplementary_documents]
  if (documents.length < 2) return undefined
  const used = documents.filter(({ id }) => usesResource(check, id))
  return texts.list(used.map((document) => getDocumentTitle(document, texts)))
}

function toSubCheckView(subCheck: Breakdown, texts: Texts) {
  return {
    title: texts.label('subCheck', subCheck.sub_check),
    verdict: texts.label('subCheckResult', subCheck.result),
    tone: SUB_CHECK_TONES[subCheck.result] ?? 'neutral',
    process: subCheck.process && texts.label('process', subCheck.process),
    details: (subCheck.details ?? []).map(({ name, value }) =>
      toRow(texts.label('detail', name), formatDetail(name, value, texts)),
    ),
  }
}

function formatDetail(name: string, value: string, texts: Texts): string {
  if (name === 'closest_match') return value.split(',').map(humanise).join(', ')
  return texts.find(`labels.detailValue.${value}`) ?? value
}

function listFiles(check: Check, context: ResultContext): FileLink[] {
  const { t } = context.texts
  const { generated_media: media = [], generated_profile: profile, report } = check
  const outputs = media.filter(({ id }) => id !== profile?.media?.id)
  return [
    ...outputs.flatMap(({ id, type = 'file' }) =>
      toFileLinks(context, { media: { id } }, t('results.checkOutput', { type })),
    ),
    ...toFileLinks(context, profile, t('results.searchProfile')),
    ...toFileLinks(context, report?.watchlist_summary?.raw_results, t('results.providerResponse')),
  ]
}
