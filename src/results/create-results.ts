import type { Session } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { isPassing, YotiResponseError } from '../yoti/errors.js'
import { readSurroundings } from './read-surroundings.js'
import { describeProgress } from './describe/describe-progress.js'
import { describeResult, listTextMedia } from './describe/describe-result.js'
import { describeVerdict } from './describe/describe-verdict.js'
import { readTextData } from './read-text-data.js'
import type { ResultView } from './describe/result-view.js'
import type { Results } from './results.js'

export interface ResultsOptions {
  yoti: Pick<
    YotiClient,
    'getSession' | 'getMedia' | 'getSessionConfiguration' | 'getTrackedDevices'
  >
  /** What the end user sees. */
  show: 'full' | 'outcome'
}

export function createResults({ yoti, show }: ResultsOptions): Results {
  return {
    listProgress: (session) => describeProgress(session.checks, session.requested),
    async describe(session) {
      if (show === 'outcome') return describeOutcomeAlone(session)
      try {
        return await describeFully(yoti, session)
      } catch (err) {
        if (isDeleted(err)) return undefined
        if (isPassing(err)) return describeOutcomeAlone(session, DETAILS_LATER)
        throw err
      }
    },
  }
}

const DETAILS_LATER = 'The details could not be read just now. Load this page again in a minute.'

async function describeFully(yoti: ResultsOptions['yoti'], session: Session): Promise<ResultView> {
  const { sessionId } = session
  const result = await yoti.getSession(sessionId)
  const [textData, surroundings] = await Promise.all([
    readTextData(yoti, sessionId, listTextMedia(result)),
    readSurroundings(yoti, sessionId),
  ])
  return describeResult({
    result,
    judgement: session,
    textData,
    ...surroundings,
    mediaUrl: (mediaId) => `/sessions/${sessionId}/media/${mediaId}`,
  })
}

/** Why is for the business to tell; a person who cheats learns nothing here. */
function describeOutcomeAlone({ outcome, requested }: Session, ...reasons: string[]): ResultView {
  const byProfile =
    (requested.identity_profile_requirements ??
      requested.advanced_identity_profile_requirements) !== undefined
  return {
    verdict: { ...describeVerdict({ outcome, reasons: [] }, byProfile), reasons },
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

function isDeleted(err: unknown): boolean {
  return err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND'
}
