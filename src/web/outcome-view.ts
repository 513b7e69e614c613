import { toVerdictView, type VerdictView } from '../labels/to-verdict-view.js'
import type { Refreshed, Session } from '../sessions/session.js'

/** The view model of `views/results/results.ejs` when only the outcome is known. */
export interface OutcomeView {
  verdict: VerdictView
}

/** Provided by the results feature. Resolves to undefined if Yoti has deleted the session. */
export type ResultLoader = (
  refreshed: Refreshed,
) => Promise<OutcomeView | 'unavailable' | undefined>

const DETAILS_UNAVAILABLE_MESSAGE = 'We couldn’t load the details. Reload this page in a minute.'

export async function getOutcomeView(
  refreshed: Refreshed,
  loadResult: ResultLoader | undefined,
): Promise<OutcomeView | undefined> {
  if (loadResult === undefined) return toOutcomeOnlyView(refreshed.session)
  const view = await loadResult(refreshed)
  return view === 'unavailable'
    ? toOutcomeOnlyView(refreshed.session, DETAILS_UNAVAILABLE_MESSAGE)
    : view
}

/** Without reasons, because they would help a fraudulent user. */
function toOutcomeOnlyView(
  { outcome, outcomeCriteria }: Session,
  ...reasons: string[]
): OutcomeView {
  const hasIdentityProfile =
    (outcomeCriteria.identity_profile_requirements ??
      outcomeCriteria.advanced_identity_profile_requirements) !== undefined
  return {
    verdict: { ...toVerdictView({ outcome, reasons: [] }, hasIdentityProfile), reasons },
    ...NO_DETAILS,
  }
}

const NO_DETAILS = {
  person: undefined,
  documents: [],
  supplementaryDocuments: [],
  liveness: [],
  others: [],
  profiles: [],
  checks: [],
  configuration: undefined,
  devices: undefined,
}
