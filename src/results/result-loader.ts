import { AppError } from '../errors.js'
import type { PageContext } from '../http/pages.js'
import type { Texts } from '../http/texts.js'
import type { Session } from '../sessions/session.js'
import type { YotiClient } from '../yoti/client.js'
import { isSessionNotFound, isTransient } from '../yoti/errors.js'
import type { SessionResult } from '../yoti/session-result.js'
import { listTextDataMediaIds, toResultView } from './to-result-view.js'

type Yoti = Pick<
  YotiClient,
  'getSession' | 'getMedia' | 'getSessionConfiguration' | 'getTrackedDevices'
>
export interface SessionToLoad {
  session: Pick<Session, 'sessionId' | 'state' | 'lastRefreshedAt'>
  result?: SessionResult
}
interface KeptView {
  view: ReturnType<typeof toResultView>
  texts: Texts
  lastRefreshedAt: number
}

const MAX_JSON_BYTES = 1_000_000
/** As long as an owner may look at a page and reload it. */
const VIEW_TTL_MS = 5 * 60 * 1000
/** Bounds the memory. */
const MAX_VIEWS = 200

/**
 * The loader resolves to `erased` if Yoti has deleted the session. It keeps what the page shows of completed sessions,
 * which Yoti no longer changes. The caller has just read the session's row, which says whether it was erased. Erasing a
 * part of the data changes `lastRefreshedAt`.
 *
 * @param showsDebug also shows what is for staff
 */
export function createResultLoader({ yoti, showsDebug }: { yoti: Yoti; showsDebug: boolean }) {
  const keptViews = new Map<string, KeptView>()
  const keep = (sessionId: string, kept: KeptView): void => {
    keptViews.set(sessionId, kept)
    const [oldest = ''] = keptViews.keys()
    if (keptViews.size > MAX_VIEWS) keptViews.delete(oldest)
    setTimeout(() => {
      if (keptViews.get(sessionId) === kept) keptViews.delete(sessionId)
    }, VIEW_TTL_MS).unref()
  }

  return async (
    { session, result: freshResult }: SessionToLoad,
    { texts, url }: Pick<PageContext, 'texts' | 'url'>,
  ) => {
    const { sessionId, state, lastRefreshedAt } = session
    const kept = keptViews.get(sessionId)
    if (kept?.lastRefreshedAt === lastRefreshedAt && kept.texts === texts) return kept.view
    let missing = 0
    /** The page is still useful without what Yoti does not return, or what is not JSON. */
    const otherwise =
      <Value>(value: Value) =>
      (err: unknown): Value => {
        if (!(err instanceof AppError || err instanceof SyntaxError)) throw err
        if (isTransient(err)) missing += 1
        return value
      }
    try {
      const result = freshResult ?? (await yoti.getSession(sessionId))
      const unavailable = otherwise('unavailable' as const)
      const [textData, configuration, devices] = await Promise.all([
        Promise.all(
          listTextDataMediaIds(result).map(async (id): Promise<[string, unknown]> => {
            return [id, await fetchJson(sessionId, id).catch(otherwise(undefined))]
          }),
        ),
        showsDebug ? yoti.getSessionConfiguration(sessionId).catch(unavailable) : undefined,
        yoti.getTrackedDevices(sessionId).catch(unavailable),
      ])
      const mediaUrl = (mediaId: string) => url(`/sessions/${sessionId}/media/${mediaId}`)
      const context = { result, textData: new Map(textData), mediaUrl, texts }
      const view = toResultView({ ...context, configuration, devices, showsDebug })
      if (missing === 0 && state === 'COMPLETED') keep(sessionId, { view, texts, lastRefreshedAt })
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
