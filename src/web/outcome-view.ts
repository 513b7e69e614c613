import type { PageContext } from '../http/pages.js'
import type { Texts } from '../http/texts.js'
import type { Outcome, OutcomeReason } from '../outcome/outcome.js'
import { isConfidential } from '../outcome/outcome-policy.js'
import { requestsIdentityProfile } from '../yoti/session-spec.js'
import type { Refreshed, Session } from '../sessions/session.js'

/** Provided by the results feature. */
export type ResultLoader = (
  refreshed: Refreshed,
  context: PageContext,
) => Promise<object | 'unavailable' | 'erased'>

/**
 * The view model of `views/results.ejs`.
 *
 * @param loadResult undefined if only the outcome is shown
 */
export async function getOutcomeView(
  refreshed: Refreshed,
  loadResult: ResultLoader | undefined,
  context: PageContext,
) {
  const { texts } = context
  const verdict = toVerdictView(refreshed.session, texts)
  const details = await loadResult?.(refreshed, context)
  if (details === 'erased') return 'erased'
  if (typeof details === 'object') return { verdict, details }
  // Without details, reasons would only help a fraudulent user.
  const reasons = details === 'unavailable' ? [texts.t('results.unavailable')] : []
  return { verdict: { ...verdict, reasons }, details: undefined }
}

/** Pages also show the verdict in words, for readers who cannot tell the colours apart. */
const TONES: Readonly<Record<Outcome, string>> = {
  APPROVED: 'good',
  REJECTED: 'bad',
  REVIEW: 'attention',
  NONE: 'neutral',
  PENDING: 'neutral',
}

export function toVerdictView(
  session: Pick<Session, 'outcome' | 'reasons' | 'outcomeCriteria' | 'decision'>,
  texts: Texts,
) {
  const { outcome, outcomeCriteria, decision } = session
  const isDecided = decision !== undefined
  // The outcome of an identity profile depends on its requirements, not on its checks.
  const ofChecks = requestsIdentityProfile(outcomeCriteria) ? 'profileSentence' : 'sentence'
  const sentence = texts.find(`verdict.${outcome}.${isDecided ? 'decidedSentence' : ofChecks}`)
  // Those of the checks, which a decision may contradict.
  const reasons = isDecided
    ? []
    : session.reasons.filter(({ checkType }) => !isConfidential(checkType))
  return {
    outcome,
    tone: TONES[outcome],
    title: texts.t(`verdict.${outcome}.title`),
    sentence: sentence ?? texts.t(`verdict.${outcome}.sentence`),
    reasons: reasons.map((reason) => formatReason(reason, texts)),
  }
}

function formatReason({ code, checkType, reason }: OutcomeReason, texts: Texts): string {
  const subject =
    checkType === undefined
      ? texts.label('sessionReason', code)
      : `${texts.label('check', checkType)}: ${texts.label('checkReason', code)}`
  // The reason of a check without a result is its state, which the check shows.
  if (reason === undefined || code === 'CHECK_WITHOUT_RESULT') return `${subject}.`
  const cause = texts.find(`labels.reason.${reason}`) ?? texts.label('recommendation', reason)
  return `${subject}. ${cause}.`
}
