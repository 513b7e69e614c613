import type { Check, SessionResult } from '../../yoti/session-result.js'
import {
  CHECK_STATES,
  CHECK_TITLES,
  PROCESSES,
  REASONS,
  RECOMMENDATIONS,
  RECOVERY_SUGGESTIONS,
} from './check-words.js'
import { describeSubCheck } from './describe-sub-check.js'
import { describeWatchlist } from './describe-watchlist.js'
import { titleDocument } from './document-title.js'
import { listAttempts } from './liveness-attempts.js'
import { showRaw } from './raw-values.js'
import type { CheckView, FileLink, MediaUrl, Tone } from './result-view.js'
import { usesResource } from '../outcome/used-resources.js'
import { sayIn } from './words.js'

const TONES: Readonly<Record<string, Tone>> = {
  APPROVE: 'good',
  REJECT: 'bad',
  CONSIDER: 'attention',
  NOT_AVAILABLE: 'attention',
}

/** Every check in plain words, in the order of the table of titles; those that are new come last. */
export function describeChecks(result: SessionResult, mediaUrl: MediaUrl): CheckView[] {
  const order = Object.keys(CHECK_TITLES)
  const rank = (check: Check) => (order.indexOf(check.type) + order.length + 1) % (order.length + 1)
  return [...result.checks]
    .sort((one, other) => rank(one) - rank(other))
    .map((check) => describeCheck(check, result, mediaUrl))
}

function describeCheck(check: Check, result: SessionResult, mediaUrl: MediaUrl): CheckView {
  const { report } = check
  const recommendation = report?.recommendation
  const breakdown = report?.breakdown ?? []
  const outdone = isOutdone(check, result)
  return {
    type: check.type,
    title: sayIn(CHECK_TITLES, check.type),
    about: describeSubject(check, result),
    verdict: recommendation
      ? sayIn(RECOMMENDATIONS, recommendation.value)
      : sayIn(CHECK_STATES, check.state),
    tone: outdone ? 'neutral' : deriveTone(check),
    reason: recommendation?.reason && sayIn(REASONS, recommendation.reason),
    suggestion:
      recommendation?.recovery_suggestion &&
      sayIn(RECOVERY_SUGGESTIONS, recommendation.recovery_suggestion),
    note: describeNote(check, outdone),
    process: joinProcesses(breakdown.flatMap((each) => each.process ?? [])),
    subChecks: breakdown.map(describeSubCheck),
    details: describeWatchlist(report?.watchlist_summary),
    files: listFiles(check, mediaUrl),
    raw: showRaw(check),
  }
}

function deriveTone(check: Check): Tone {
  const value = check.report?.recommendation?.value
  if (value !== undefined) return TONES[value] ?? 'attention'
  return check.state === 'INTERNAL_ERROR' ? 'attention' : 'neutral'
}

/** A liveness attempt that did not pass, beside one that did. */
function isOutdone(check: Check, result: SessionResult): boolean {
  return (
    check.type === 'LIVENESS' &&
    !isApproved(check) &&
    listAttempts(result).some(({ check: each }) => each !== undefined && isApproved(each))
  )
}

function isApproved(check: Check): boolean {
  return check.report?.recommendation?.value === 'APPROVE'
}

function describeNote(check: Check, outdone: boolean): string | undefined {
  if (outdone) return 'Another attempt passed, so this one does not count.'
  const failed = check.report?.breakdown?.some((each) => each.result === 'FAIL') ?? false
  return failed && isApproved(check)
    ? 'What did not pass below does not change the result.'
    : undefined
}

function describeSubject(check: Check, result: SessionResult): string | undefined {
  if (check.type === 'LIVENESS') {
    const attempts = listAttempts(result)
    const attempt = attempts.find((each) => each.check?.id === check.id)
    return attempts.length > 1 ? attempt?.title : undefined
  }
  const { id_documents = [], supplementary_documents = [] } = result.resources
  const documents = [...id_documents, ...supplementary_documents]
  if (documents.length < 2) return undefined
  const about = documents.filter(({ id }) => usesResource(check, id)).map(titleDocument)
  return about.length === 0 ? undefined : about.join(' and ')
}

function joinProcesses(processes: readonly string[]): string | undefined {
  const words = [...new Set(processes)].map((process) => sayIn(PROCESSES, process))
  return words.length === 0 ? undefined : new Intl.ListFormat('en-GB').format(words)
}

function listFiles(check: Check, mediaUrl: MediaUrl): FileLink[] {
  const link = (mediaId: string, label: string) => ({ mediaId, url: mediaUrl(mediaId), label })
  const profile = check.generated_profile?.media?.id
  const answer = check.report?.watchlist_summary?.raw_results?.media?.id
  return [
    ...(check.generated_media ?? [])
      .filter(({ id }) => id !== profile)
      .map(({ id, type }) => link(id, `What the check produced (${type ?? 'file'})`)),
    ...(profile === undefined ? [] : [link(profile, 'Details that were searched with (JSON)')]),
    ...(answer === undefined ? [] : [link(answer, 'The provider’s answer (JSON)')]),
  ]
}
