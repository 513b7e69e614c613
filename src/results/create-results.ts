import type { Session } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { YotiResponseError } from '../yoti/errors.js'
import { describeProgress } from './describe/describe-progress.js'
import { describeResult, listTextMedia } from './describe/describe-result.js'
import { describeVerdict } from './describe/describe-verdict.js'
import type { Requested } from './outcome.js'
import { readTextData } from './read-text-data.js'
import type { ResultView } from './describe/result-view.js'
import type { Results } from './results.js'

export interface ResultsOptions {
  yoti: Pick<YotiClient, 'getSession' | 'getMedia'>
  requested: Requested
  /** What the end user sees. */
  show: 'full' | 'outcome'
}

export function createResults({ yoti, requested, show }: ResultsOptions): Results {
  return {
    listProgress: (session) => describeProgress(session.checks, requested),
    async describe(session) {
      if (show === 'outcome') return describeOutcomeAlone(session)
      const { sessionId } = session
      const result = await yoti.getSession(sessionId).catch(toUndefinedWhenDeleted)
      if (result === undefined) return undefined
      return describeResult({
        result,
        judgement: session,
        textData: await readTextData(yoti, sessionId, listTextMedia(result)),
        mediaUrl: (mediaId) => `/sessions/${sessionId}/media/${mediaId}`,
      })
    },
  }
}

/** Why is for the business to tell; a person who cheats learns nothing here. */
function describeOutcomeAlone({ outcome }: Session): ResultView {
  return {
    verdict: describeVerdict({ outcome, reasons: [] }),
    person: undefined,
    documents: [],
    supplementaryDocuments: [],
    liveness: [],
    others: [],
    profiles: [],
    checks: [],
  }
}

function toUndefinedWhenDeleted(err: unknown): undefined {
  if (err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND') return undefined
  throw err
}
