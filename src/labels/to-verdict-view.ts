import type { Texts } from '../http/texts.js'
import type { OutcomeDecision, Outcome, OutcomeReason } from '../outcome/outcome.js'

/** Pages also show the verdict in words, for readers who cannot tell the colours apart. */
export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

export interface VerdictView {
  outcome: Outcome
  tone: Tone
  title: string
  sentence: string
  reasons: string[]
}

const TONES: Readonly<Record<Outcome, Tone>> = {
  APPROVED: 'good',
  REJECTED: 'bad',
  REVIEW: 'attention',
  NONE: 'neutral',
  PENDING: 'neutral',
}

/** @param hasIdentityProfile its outcome depends on its requirements, not on its checks */
export function toVerdictView(
  { outcome, reasons }: Pick<OutcomeDecision, 'outcome' | 'reasons'>,
  hasIdentityProfile: boolean,
  texts: Texts,
): VerdictView {
  const sentence = texts.t(`verdict.${outcome}.sentence`)
  const profileSentence = texts.find(`verdict.${outcome}.profileSentence`)
  return {
    outcome,
    tone: TONES[outcome],
    title: texts.t(`verdict.${outcome}.title`),
    sentence: hasIdentityProfile ? (profileSentence ?? sentence) : sentence,
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
