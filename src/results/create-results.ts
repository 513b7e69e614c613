import type { Session } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { isTransient, YotiResponseError } from '../yoti/errors.js'
import { fetchSessionMetadata } from './fetch-session-metadata.js'
import { toProgressSteps } from './view/to-progress-steps.js'
import { toResultView, listTextDataMediaIds } from './view/to-result-view.js'
import { toVerdictView } from './view/to-verdict-view.js'
import { fetchTextData } from './fetch-text-data.js'
import type { ResultView } from './view/result-view.js'
import type { Results } from './results.js'

export interface ResultsOptions {
  yoti: Pick<
    YotiClient,
    'getSession' | 'getMedia' | 'getSessionConfiguration' | 'getTrackedDevices'
  >
  /** What the end user sees. */
  detailLevel: 'full' | 'outcome'
}

export function createResults({ yoti, detailLevel }: ResultsOptions): Results {
  return {
    getProgressSteps: (session) => toProgressSteps(session.checks, session.outcomeCriteria),
    async getResultView(session) {
      if (detailLevel === 'outcome') return toOutcomeOnlyView(session)
      try {
        return await loadFullView(yoti, session)
      } catch (err) {
        if (isSessionNotFound(err)) return undefined
        if (isTransient(err)) return toOutcomeOnlyView(session, DETAILS_UNAVAILABLE_MESSAGE)
        throw err
      }
    },
  }
}

const DETAILS_UNAVAILABLE_MESSAGE =
  'The details could not be read just now. Load this page again in a minute.'

async function loadFullView(yoti: ResultsOptions['yoti'], session: Session): Promise<ResultView> {
  const { sessionId } = session
  const result = await yoti.getSession(sessionId)
  const [textData, metadata] = await Promise.all([
    fetchTextData(yoti, sessionId, listTextDataMediaIds(result)),
    fetchSessionMetadata(yoti, sessionId),
  ])
  return toResultView({
    result,
    decision: session,
    textData,
    ...metadata,
    mediaUrl: (mediaId) => `/sessions/${sessionId}/media/${mediaId}`,
  })
}

/** Why is for the business to tell; a person who cheats learns nothing here. */
function toOutcomeOnlyView(
  { outcome, outcomeCriteria: requested }: Session,
  ...reasons: string[]
): ResultView {
  const hasIdentityProfile =
    (requested.identity_profile_requirements ??
      requested.advanced_identity_profile_requirements) !== undefined
  return {
    verdict: { ...toVerdictView({ outcome, reasons: [] }, hasIdentityProfile), reasons },
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
}

function isSessionNotFound(err: unknown): boolean {
  return err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND'
}
