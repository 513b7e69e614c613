import type { Check, SessionResult } from '../../yoti/session-result.js'
import {
  CHECK_STATES,
  CHECK_TITLES,
  PROCESSES,
  REASONS,
  RECOMMENDATIONS,
  RECOVERY_SUGGESTIONS,
} from '../../labels/check-labels.js'
import { toSubCheckView } from './to-sub-check-view.js'
import { toWatchlistRows } from './to-watchlist-rows.js'
import { getDocumentTitle } from './document-title.js'
import { listLivenessAttempts } from './liveness-attempts.js'
import { toRawJson } from './raw-json.js'
import type { CheckView, FileLink, MediaUrl, Tone } from './result-view.js'
import { usesResource } from '../../outcome/evaluate-checks.js'
import { label } from '../../labels/labels.js'

const RECOMMENDATION_TONES: Readonly<Record<string, Tone>> = {
  APPROVE: 'good',
  REJECT: 'bad',
  CONSIDER: 'attention',
  NOT_AVAILABLE: 'attention',
}

/** In the order of CHECK_TITLES. Unknown types come last. */
export function toCheckViews(result: SessionResult, mediaUrl: MediaUrl): CheckView[] {
  const order = Object.keys(CHECK_TITLES)
  const rank = (check: Check) => (order.indexOf(check.type) + order.length + 1) % (order.length + 1)
  return [...result.checks]
    .sort((a, b) => rank(a) - rank(b))
    .map((check) => toCheckView(check, result, mediaUrl))
}

function toCheckView(check: Check, result: SessionResult, mediaUrl: MediaUrl): CheckView {
  const { report } = check
  const recommendation = report?.recommendation
  const breakdown = report?.breakdown ?? []
  const superseded = isSuperseded(check, result)
  return {
    type: check.type,
    title: label(CHECK_TITLES, check.type),
    about: getSubject(check, result),
    verdict: recommendation
      ? label(RECOMMENDATIONS, recommendation.value)
      : label(CHECK_STATES, check.state),
    tone: superseded ? 'neutral' : getTone(check),
    reason: recommendation?.reason && label(REASONS, recommendation.reason),
    suggestion:
      recommendation?.recovery_suggestion &&
      label(RECOVERY_SUGGESTIONS, recommendation.recovery_suggestion),
    note: getNote(check, superseded),
    process: joinProcesses(breakdown.flatMap((subCheck) => subCheck.process ?? [])),
    subChecks: breakdown.map(toSubCheckView),
    details: toWatchlistRows(report?.watchlist_summary),
    files: listFiles(check, mediaUrl),
    raw: toRawJson(check),
  }
}

function getTone(check: Check): Tone {
  const value = check.report?.recommendation?.value
  if (value !== undefined) return RECOMMENDATION_TONES[value] ?? 'attention'
  return check.state === 'INTERNAL_ERROR' ? 'attention' : 'neutral'
}

/** Whether another liveness attempt passed. */
function isSuperseded(check: Check, result: SessionResult): boolean {
  return (
    check.type === 'LIVENESS' &&
    !isApproved(check) &&
    listLivenessAttempts(result).some(
      (attempt) => attempt.check !== undefined && isApproved(attempt.check),
    )
  )
}

function isApproved(check: Check): boolean {
  return check.report?.recommendation?.value === 'APPROVE'
}

function getNote(check: Check, superseded: boolean): string | undefined {
  if (superseded) return 'Another attempt passed, so this one does not count.'
  const failed = check.report?.breakdown?.some((subCheck) => subCheck.result === 'FAIL') ?? false
  return failed && isApproved(check)
    ? 'The failed items below do not change the result.'
    : undefined
}

function getSubject(check: Check, result: SessionResult): string | undefined {
  if (check.type === 'LIVENESS') {
    const attempts = listLivenessAttempts(result)
    const attempt = attempts.find((candidate) => candidate.check?.id === check.id)
    return attempts.length > 1 ? attempt?.title : undefined
  }
  const { id_documents = [], supplementary_documents = [] } = result.resources
  const documents = [...id_documents, ...supplementary_documents]
  if (documents.length < 2) return undefined
  const titles = documents.filter(({ id }) => usesResource(check, id)).map(getDocumentTitle)
  return titles.length === 0 ? undefined : titles.join(' and ')
}

function joinProcesses(processes: readonly string[]): string | undefined {
  const words = [...new Set(processes)].map((process) => label(PROCESSES, process))
  return words.length === 0 ? undefined : new Intl.ListFormat('en-GB').format(words)
}

function listFiles(check: Check, mediaUrl: MediaUrl): FileLink[] {
  const toFileLink = (mediaId: string, label: string) => ({
    mediaId,
    url: mediaUrl(mediaId),
    label,
  })
  const profile = check.generated_profile?.media?.id
  const rawResults = check.report?.watchlist_summary?.raw_results?.media?.id
  return [
    ...(check.generated_media ?? [])
      .filter(({ id }) => id !== profile)
      .map(({ id, type }) => toFileLink(id, `Output of the check (${type ?? 'file'})`)),
    ...(profile === undefined ? [] : [toFileLink(profile, 'Details used for the search (JSON)')]),
    ...(rawResults === undefined ? [] : [toFileLink(rawResults, 'The provider’s response (JSON)')]),
  ]
}
