import { humanise, type Texts } from '../http/texts.js'
import { usesResource } from '../outcome/evaluate-checks.js'
import { listSchemes, type Profile, type SchemeCompliance } from '../outcome/evaluate-profiles.js'
import { CHECK_POLICY, isConfidential } from '../outcome/outcome-policy.js'
import type { Breakdown, Check, WatchlistSummary } from '../yoti/session-result.js'
import { isFields } from './field-rows.js'
import { listLivenessAttempts } from './resource-views.js'
import {
  getDocumentTitle,
  getRecommendationTone,
  hasLines,
  listDocuments,
  stringify,
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
const PROFILE_TONES: Readonly<Record<string, Tone>> = { DONE: 'good', ABORTED: 'bad' }
/** Of the others, none comes first. */
const FAILED_FIRST: readonly Tone[] = ['bad', 'attention']

/** Failed ones first, then in the order of the policy. Unknown types come last. */
export function toCheckViews(context: ResultContext) {
  const { result, showsDebug } = context
  const order = Object.keys(CHECK_POLICY)
  const rank = (each: string, ranked: readonly string[]) =>
    ranked.includes(each) ? ranked.indexOf(each) : ranked.length
  return result.checks
    .filter(({ type }) => showsDebug || !isConfidential(type))
    .map((check) => toCheckView(check, context))
    .sort((a, b) => rank(a.type, order) - rank(b.type, order))
    .sort((a, b) => rank(a.tone, FAILED_FIRST) - rank(b.tone, FAILED_FIRST))
}

function toCheckView(check: Check, context: ResultContext) {
  const { t, label, showsDebug } = context
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
    rows: showsDebug ? toWatchlistRows(watchlist, context) : [],
    files: showsDebug ? listFiles(check, context) : [],
    raw: toRawJson(context, check),
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
  return t('results.checked', {
    processes: list(Array.from(processes, (process) => label('process', process))),
  })
}

function toSubCheckView(subCheck: Breakdown, context: ResultContext) {
  const { sub_check, result, process, details = [] } = subCheck
  const { label, showsDebug } = context
  return {
    title: label('subCheck', sub_check),
    verdict: label('subCheckResult', result),
    tone: SUB_CHECK_TONES[result] ?? 'neutral',
    process: process && label('process', process),
    rows: (showsDebug ? details : []).map(({ name, value }) =>
      toRow(label('detail', name), formatDetail(name, value, context)),
    ),
  }
}

function formatDetail(name: string, value: string, { find }: Texts): string {
  if (name === 'closest_match') return value.split(',').map(humanise).join(', ')
  return find(`labels.detailValue.${value}`) ?? value
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
function toWatchlistRows(summary: WatchlistSummary | undefined, texts: Texts): Row[] {
  const { t, label, country, list } = texts
  const { total_hits: hits, associated_country_codes: codes = [], search_config } = summary ?? {}
  const settings = JSON.parse(stringify(search_config ?? {})) as object
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

export function toProfileViews(context: ResultContext): Item[] {
  const { result, t } = context
  const { identity_profile: simple, advanced_identity_profile: advanced } = result
  return [
    ...(simple ? [toProfileView(simple, t('results.profile'), context)] : []),
    ...(advanced ? [toProfileView(advanced, t('results.advancedProfile'), context)] : []),
  ]
}

function toProfileView(profile: Profile, title: string, context: ResultContext): Item {
  const { t, label } = context
  const { failure_reason: failure, result } = profile
  const { reason_code: reason, requirements_not_met_details: details = [] } = failure ?? {}
  const schemes = listSchemes(profile)
  const isPartlyMet = result === 'DONE' && schemes.some((each) => each.requirements_met === false)
  return {
    title,
    verdict: isPartlyMet ? t('results.partlyMet') : label('profileResult', result),
    tone: isPartlyMet ? 'attention' : (PROFILE_TONES[result] ?? 'attention'),
    reason: reason && label('reason', reason),
    rows: [
      ...schemes.map((scheme) => toSchemeRow(scheme, context)),
      ...details.map((detail) => toFailureRow(detail, context)),
    ],
    files: toLinks(context, profile.identity_profile_report, 'results.profileReport'),
    raw: toRawJson(context, profile),
  }
}

function toSchemeRow(compliance: SchemeCompliance, { t, label }: Texts): Row {
  const { scheme, trust_framework: framework, requirements_not_met_info: info } = compliance
  const { type, objective } = scheme ?? {}
  const name = type === undefined ? t('results.scheme') : label('scheme', type)
  const met = t(compliance.requirements_met === false ? 'results.notMet' : 'results.met')
  return toRow(
    objective === undefined ? name : `${name}, ${humanise(objective).toLowerCase()}`,
    info ? `${met}: ${label('reason', info).toLowerCase()}` : met,
    framework && label('trustFramework', framework),
  )
}

type FailureDetails = NonNullable<Profile['failure_reason']>['requirements_not_met_details']

/** Yoti sends empty strings for unknown values. */
function toFailureRow(detail: NonNullable<FailureDetails>[number], texts: Texts): Row {
  const { t, label } = texts
  const { failure_type: type, details: reason, document_type } = detail
  const issuing_country = detail.document_country_iso_code
  const row = toRow(
    type ? label('profileFailure', type) : t('results.requirement'),
    reason && label('reason', reason),
    document_type && getDocumentTitle({ document_type, issuing_country }, texts),
  )
  return hasLines(row) ? row : toRow(row.label, t('results.notMet'))
}
