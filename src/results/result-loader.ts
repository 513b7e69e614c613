import { AppError } from '../errors.js'
import type { Texts } from '../http/texts.js'
import type { Refreshed } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { isSessionNotFound, isTransient } from '../yoti/errors.js'
import { listTextDataMediaIds, toResultView, type ResultView } from './to-result-view.js'

type Yoti = Pick<
  YotiClient,
  'getSession' | 'getMedia' | 'getSessionConfiguration' | 'getTrackedDevices'
>

interface LoadedSession {
  session: Pick<Refreshed['session'], 'sessionId'>
  result?: Refreshed['result']
}

/** The loader resolves to undefined if Yoti has deleted the session. */
export function createResultLoader({ yoti }: { yoti: Yoti }) {
  return async (
    { session: { sessionId }, result: freshResult }: LoadedSession,
    texts: Texts,
  ): Promise<ResultView | 'unavailable' | undefined> => {
    try {
      const result = freshResult ?? (await yoti.getSession(sessionId))
      const [textData, configuration, devices] = await Promise.all([
        fetchTextData(yoti, sessionId, listTextDataMediaIds(result)),
        yoti.getSessionConfiguration(sessionId).catch(ignoreYotiError),
        yoti.getTrackedDevices(sessionId).catch(ignoreYotiError),
      ])
      const mediaUrl = (mediaId: string) => `/sessions/${sessionId}/media/${mediaId}`
      return toResultView({ result, textData, configuration, devices, mediaUrl, texts })
    } catch (err) {
      if (isSessionNotFound(err)) return undefined
      if (isTransient(err)) return 'unavailable'
      throw err
    }
  }
}

/** The page is still useful without what it only adds. */
function ignoreYotiError(err: unknown): undefined {
  if (!(err instanceof AppError)) throw err
}

const MAX_TEXT_BYTES = 1_000_000

/** The parsed JSON by media id. Omits media that Yoti does not return, and what is not JSON. */
async function fetchTextData(
  yoti: Pick<YotiClient, 'getMedia'>,
  sessionId: string,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const entries = await Promise.all(
    mediaIds.map(async (mediaId) => {
      const text = await fetchText(yoti, sessionId, mediaId).catch(ignoreYotiError)
      return [mediaId, text === undefined ? undefined : parseJson(text)] as const
    }),
  )
  return new Map(entries.filter(([, content]) => content !== undefined))
}

async function fetchText(
  yoti: Pick<YotiClient, 'getMedia'>,
  sessionId: string,
  mediaId: string,
): Promise<string | undefined> {
  const media = await yoti.getMedia(sessionId, mediaId)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of (media?.body ?? []) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_TEXT_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
