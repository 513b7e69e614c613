import type { Texts } from '../http/texts.js'
import { toVerdictView, type VerdictView } from '../labels/to-verdict-view.js'
import type { Session } from '../sessions/session.js'

/** The view model of `views/results/results.ejs`. */
export interface OutcomeView {
  verdict: VerdictView
  /** undefined if only the outcome is shown. */
  details: object | undefined
}

/** Provided by the results feature. Resolves to undefined if Yoti has deleted the session. */
export type ResultLoader = (
  session: Session,
  texts: Texts,
) => Promise<object | 'unavailable' | undefined>

/** Without details, the reasons are hidden too, because they would help a fraudulent user. */
export async function getOutcomeView(
  session: Session,
  loadResult: ResultLoader | undefined,
  texts: Texts,
): Promise<OutcomeView | undefined> {
  const { outcome, reasons, outcomeCriteria: criteria } = session
  const hasIdentityProfile =
    (criteria.identity_profile_requirements ?? criteria.advanced_identity_profile_requirements) !==
    undefined
  const toVerdict = (shown: Session['reasons']) =>
    toVerdictView({ outcome, reasons: shown }, hasIdentityProfile, texts)
  if (loadResult === undefined) return { verdict: toVerdict([]), details: undefined }
  const details = await loadResult(session, texts)
  if (details === undefined) return undefined
  if (details !== 'unavailable') return { verdict: toVerdict(reasons), details }
  return {
    verdict: { ...toVerdict([]), reasons: [texts.t('results.unavailable')] },
    details: undefined,
  }
}
