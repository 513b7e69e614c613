import { humanise, type Texts } from '../http/texts.js'
import { usesResource } from '../outcome/evaluate-checks.js'
import { CHECK_POLICY } from '../outcome/outcome-policy.js'
import type { Breakdown, Check, WatchlistSummary } from '../yoti/session-result.js'
import { isFields } from './field-rows.js'
import { listLivenessAttempts } from './resource-views.js'
import {
  getDocumentTitle,
  getRecommendationTone,
  hasLines,
  listDocuments,
  toLinks,
  toRawJson,
  toRow,
  type Item,
  type Link,
  type ResultContext,
  type Row,
  type Tone,
} from './result-view.js'

/** A sub-check alone decides nothing, so FAIL is not shown as a rejection. */
const SUB_CHECK_TONES: Readonly<Record<string, Tone>> = { PASS: 'good', FAIL: 'attention' }

const FAILED_FIRST: readonly Tone[] = ['good', 'neutral', 'attention', 'bad']

/** Failed ones first, then in the order of the policy. Unknown types come last. */
export function toCheckViews(context: ResultContext) {
  const order = Object.keys(CHECK_POLICY)
  const rank = ({ type }: Check) => (order.includes(type) ? order.indexOf(type) : order.length)
  const severity = ({ tone }: { tone: Tone }) => Math.max(1, FAILED_FIRST.indexOf(tone))
  return [...context.result.checks]
    .sort((a, b) => rank(a) - rank(b))
    .map((check) => toCheckView(check, context))
    .sort((a, b) => severity(b) - severity(a))
}

function toCheckView(check: Check, context: ResultContext) {
  const { t, label } = context
  const { recommendation, breakdown = [], watchlist_summary: watchlist } = check.report ?? {}
  const { value, reason, recovery_suggestion: suggestion } = recommendation ?? {}
  const isSuperseded = isOtherAttemptApproved(check, context)
  const hasFailedItems = isApproved(check) && breakdown.some(({ result }) => result === 'FAIL')
  const failedNote = hasFailedItems ? t('results.failedItems') : undefined
  return {
    type: check.type,
    title: label('check', check.type),
    /** The document or attempt, if there are several. */
    about: getSubject(check, context),
    verdict:
      value === undefined ? label('checkState', check.state) : label('recommendation', value),
    tone: isSuperseded ? 'neutral' : getTone(check),
    reason: reason && label('reason', reason),
    suggestion: suggestion && label('recoverySuggestion', suggestion),
    note: isSuperseded ? t('results.superseded') : failedNote,
    method: formatProcesses(breakdown, context),
    subChecks: breakdown.map((subCheck) => toSubCheckView(subCheck, context)),
    staffRows: toWatchlistRows(watchlist, context),
    staffFiles: listFiles(check, context),
    raw: toRawJson(check),
  } satisfies Item & Record<string, unknown>
}

function getTone({ report, state }: Check): Tone {
  const value = report?.recommendation?.value
  if (value !== undefined) return getRecommendationTone(value)
  return state === 'INTERNAL_ERROR' ? 'attention' : 'neutral'
}

function isOtherAttemptApproved(check: Check, { result }: ResultContext): boolean {
  if (check.type !== 'LIVENESS' || isApproved(check)) return false
  return result.checks.some((other) => other.type === 'LIVENESS' && isApproved(other))
}

function isApproved({ report }: Check): boolean {
  return report?.recommendation?.value === 'APPROVE'
}

function getSubject(check: Check, context: ResultContext): string | undefined {
  if (check.type === 'LIVENESS') {
    const attempts = listLivenessAttempts(context)
    const attempt = attempts.find(({ checkId }) => checkId === check.id)
    return attempts.length > 1 ? attempt?.title : undefined
  }
  const documents = listDocuments(context.result)
  if (documents.length < 2) return undefined
  const used = documents.filter(({ id }) => usesResource(check, id))
  return context.list(used.map((document) => getDocumentTitle(document, context)))
}

function formatProcesses(breakdown: readonly Breakdown[], { t, label, list }: Texts) {
  const processes = new Set(breakdown.flatMap(({ process }) => process ?? []))
  if (processes.size === 0) return undefined
  const labels = [...processes].map((process) => label('process', process))
  return t('results.checked', { processes: list(labels) })
}

function toSubCheckView({ sub_check, result, process, details = [] }: Breakdown, texts: Texts) {
  const { label } = texts
  return {
    title: label('subCheck', sub_check),
    verdict: label('subCheckResult', result),
    tone: SUB_CHECK_TONES[result] ?? 'neutral',
    process: process && label('process', process),
    staffRows: details.map(({ name, value }) =>
      toRow(label('detail', name), formatDetail(name, value, texts)),
    ),
  }
}

function formatDetail(name: string, value: string, texts: Texts): string {
  if (name === 'closest_match') return value.split(',').map(humanise).join(', ')
  return texts.find(`labels.detailValue.${value}`) ?? value
}

function listFiles(check: Check, context: ResultContext): Link[] {
  const { generated_media: media = [], generated_profile: profile, report } = check
  const outputs = media.filter(({ id }) => id !== profile?.media?.id)
  return [
    ...outputs.flatMap(({ id, type = 'file' }) =>
      toLinks(context, { media: { id } }, 'results.checkOutput', { type }),
    ),
    ...toLinks(context, profile, 'results.searchProfile'),
    ...toLinks(context, report?.watchlist_summary?.raw_results, 'results.providerResponse'),
  ]
}

/** Settings whose values are Yoti's constants. Other values may be identifiers and stay unchanged. */
const ENUM_FIELDS: ReadonlySet<string> = new Set(['type', 'types', 'categories'])

/** The hits and the settings of a watchlist search. */
export function toWatchlistRows(summary: WatchlistSummary | undefined, texts: Texts): Row[] {
  const { t, label, country, list } = texts
  const { total_hits: hits, associated_country_codes: codes = [], search_config } = summary ?? {}
  const settings = JSON.parse(toRawJson(search_config ?? {})) as object
  return [
    toRow(t('results.hits'), hits?.toString()),
    toRow(t('results.countries'), list(codes.map(country))),
    ...Object.entries(settings).map(([name, value]) => {
      const field = label('watchlistField', name).toLowerCase()
      return toRow(t('results.search', { field }), ...listLines(name, value, texts))
    }),
  ].filter(hasLines)
}

function listLines(name: string, value: unknown, texts: Texts): string[] {
  if (!isFields(value)) return [formatValue(name, value, texts)]
  return Object.entries(value).map(([inner, field]) => {
    // The business chooses the names and values of tags, so they have no labels.
    if (name === 'tags') return `${inner}: ${formatValue('tag', field, texts)}`
    const formatted = formatValue(inner, field, texts)
    return inner === 'type' ? formatted : `${texts.label('watchlistField', inner)}: ${formatted}`
  })
}

function formatValue(name: string, value: unknown, texts: Texts): string {
  if (Array.isArray(value)) return texts.list(value.map((each) => formatValue(name, each, texts)))
  if (typeof value === 'boolean') return texts.t(value ? 'results.yes' : 'results.no')
  if (typeof value !== 'string') return JSON.stringify(value)
  return ENUM_FIELDS.has(name) ? texts.label('watchlistValue', value) : value
}
