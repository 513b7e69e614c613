import { AppError } from '../errors.js'
import type { Texts } from '../http/texts.js'
import type { Session } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { isSessionNotFound, isTransient } from '../yoti/errors.js'
import type { SessionResult } from '../yoti/session-result.js'
import { createResultCache } from './result-cache.js'
import { listTextDataMediaIds, toResultView } from './to-result-view.js'

type Yoti = Pick<
  YotiClient,
  'getSession' | 'getMedia' | 'getSessionConfiguration' | 'getTrackedDevices'
>
interface SessionToLoad {
  session: Pick<Session, 'sessionId' | 'state' | 'lastRefreshedAt'>
  result?: SessionResult
}

const MAX_JSON_BYTES = 1_000_000

/**
 * The loader resolves to `erased` if Yoti has deleted the session.
 *
 * @param showsDebug also shows what is for staff
 */
export function createResultLoader({ yoti, showsDebug }: { yoti: Yoti; showsDebug: boolean }) {
  const cache = createResultCache<ReturnType<typeof toResultView>>()

  return async (
    { session, result: freshResult }: SessionToLoad,
    texts: Texts,
    url = (path: string) => path,
  ) => {
    const { sessionId } = session
    const cached = cache.get(session, texts)
    if (cached !== undefined) return cached
    let missing = 0
    const skipUnreadable = (err: unknown) => {
      if (isTransient(err)) missing++
      ignoreUnreadable(err)
      return undefined
    }
    const toUnavailable = (err: unknown): 'unavailable' => {
      skipUnreadable(err)
      return 'unavailable'
    }
    try {
      const result = freshResult ?? (await yoti.getSession(sessionId))
      const [textData, configuration, devices] = await Promise.all([
        Promise.all(
          listTextDataMediaIds(result).map(async (id): Promise<[string, unknown]> => {
            return [id, await fetchJson(sessionId, id).catch(skipUnreadable)]
          }),
        ),
        showsDebug ? yoti.getSessionConfiguration(sessionId).catch(toUnavailable) : undefined,
        yoti.getTrackedDevices(sessionId).catch(toUnavailable),
      ])
      const mediaUrl = (mediaId: string) => url(`/sessions/${sessionId}/media/${mediaId}`)
      const context = { result, textData: new Map(textData), mediaUrl, texts }
      const view = toResultView({ ...context, configuration, devices, showsDebug })
      if (missing === 0) cache.set(session, texts, view)
      return view
    } catch (err) {
      if (isSessionNotFound(err)) return 'erased'
      if (isTransient(err)) return 'unavailable'
      throw err
    }
  }

  /** Resolves to undefined if Yoti may not provide it, or if it is too large. */
  async function fetchJson(sessionId: string, mediaId: string): Promise<unknown> {
    const media = await yoti.getMedia(sessionId, mediaId)
    if (media === undefined) return undefined
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of media.body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_JSON_BYTES) return undefined
      chunks.push(chunk)
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  }
}

/** The page is still useful without what Yoti does not return, or what is not JSON. */
function ignoreUnreadable(err: unknown): undefined {
  if (!(err instanceof AppError || err instanceof SyntaxError)) throw err
}
