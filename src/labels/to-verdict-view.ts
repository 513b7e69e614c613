import { CHECK_TITLES, RECOMMENDATIONS, REASONS } from './check-labels.js'
import type { OutcomeDecision, Outcome, OutcomeReason } from '../outcome/outcome.js'
import { PROFILE_REASONS } from './profile-labels.js'
import { label, type Labels } from './labels.js'

/** Pages also show the verdict in words, for readers who cannot tell the colours apart. */
export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

export interface VerdictView {
  outcome: string
  tone: Tone
  title: string
  sentence: string
  reasons: string[]
}

const VERDICTS: Readonly<Record<Outcome, { tone: Tone; title: string; sentence: string }>> = {
  APPROVED: {
    tone: 'good',
    title: 'Identity confirmed',
    sentence: 'All requested checks passed.',
  },
  REJECTED: {
    tone: 'bad',
    title: 'Identity not confirmed',
    sentence: 'A check did not pass.',
  },
  REVIEW: {
    tone: 'attention',
    title: 'Manual review needed',
    sentence: 'The checks could not confirm everything.',
  },
  NONE: {
    tone: 'neutral',
    title: 'No result',
    sentence: 'The session ended without a result.',
  },
  PENDING: {
    tone: 'neutral',
    title: 'The checks are still running',
    sentence: 'The results so far are shown below.',
  },
}

/** The outcome of an identity profile depends on its requirements, not on its checks. */
const PROFILE_SENTENCES: Partial<Record<Outcome, string>> = {
  APPROVED: 'The requirements of the identity profile are met.',
  REJECTED: 'The requirements of the identity profile are not met.',
}

const SESSION_REASONS: Labels = {
  SESSION_EXPIRED: 'The session expired before the checks were completed',
  NOTHING_TO_JUDGE: 'No checks were requested',
  MISSING_DOCUMENT: 'A requested supporting document is missing',
  MISSING_PROFILE: 'The requested identity profile is missing',
  PROFILE_ABORTED: 'The identity profile was not met',
  PROFILE_REQUIREMENTS_NOT_MET: 'Some requirements of the identity profile were not met',
  UNKNOWN_PROFILE_RESULT: 'The identity profile has an unknown result',
}

const CHECK_REASONS: Labels = {
  CHECK_REJECTED: 'failed',
  CHECK_TO_CONSIDER: 'needs manual review',
  CHECK_NOT_AVAILABLE: 'could not be checked',
  CHECK_WITHOUT_RESULT: 'no result',
  MISSING_CHECK: 'not checked',
  UNKNOWN_CHECK_TYPE: 'unknown check',
  UNKNOWN_RECOMMENDATION: 'unknown result',
}

export function toVerdictView(
  { outcome, reasons }: Pick<OutcomeDecision, 'outcome' | 'reasons'>,
  hasIdentityProfile: boolean,
): VerdictView {
  const { sentence, ...verdict } = VERDICTS[outcome]
  return {
    outcome,
    ...verdict,
    sentence: (hasIdentityProfile ? PROFILE_SENTENCES[outcome] : undefined) ?? sentence,
    reasons: reasons.map(formatReason),
  }
}

function formatReason({ code, checkType, reason }: OutcomeReason): string {
  const subject =
    checkType === undefined
      ? label(SESSION_REASONS, code)
      : `${label(CHECK_TITLES, checkType)}: ${label(CHECK_REASONS, code)}`
  // The reason of a check without a result is its state, which the check shows.
  const cause =
    reason === undefined || code === 'CHECK_WITHOUT_RESULT' ? '' : `. ${formatCause(reason)}`
  return `${subject}${cause}.`
}

function formatCause(reason: string): string {
  return label({ ...RECOMMENDATIONS, ...PROFILE_REASONS, ...REASONS }, reason)
}
