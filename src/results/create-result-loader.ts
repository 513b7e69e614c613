import type { Refreshed } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { isTransient, YotiResponseError } from '../yoti/errors.js'
import { fetchSessionMetadata } from './fetch-session-metadata.js'
import { fetchTextData } from './fetch-text-data.js'
import type { ResultView } from './view/result-view.js'
import { listTextDataMediaIds, toResultView } from './view/to-result-view.js'

export interface ResultLoaderOptions {
  yoti: Pick<
    YotiClient,
    'getSession' | 'getMedia' | 'getSessionConfiguration' | 'getTrackedDevices'
  >
}

/** Resolves to undefined if Yoti has deleted the session. */
export type ResultLoader = (refreshed: Refreshed) => Promise<ResultView | 'unavailable' | undefined>

export function createResultLoader({ yoti }: ResultLoaderOptions): ResultLoader {
  return async (refreshed) => {
    try {
      return await loadResultView(yoti, refreshed)
    } catch (err) {
      if (isSessionNotFound(err)) return undefined
      if (isTransient(err)) return 'unavailable'
      throw err
    }
  }
}

async function loadResultView(
  yoti: ResultLoaderOptions['yoti'],
  { session, result: freshResult }: Refreshed,
): Promise<ResultView> {
  const { sessionId } = session
  const result = freshResult ?? (await yoti.getSession(sessionId))
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

function isSessionNotFound(err: unknown): boolean {
  return err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND'
}
