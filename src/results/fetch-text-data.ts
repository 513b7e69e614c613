import { AppError } from '../errors.js'
import type { YotiClient } from '../yoti/client.js'

const MAX_BYTES = 1_000_000

/** The parsed JSON by media id. Omits media that Yoti does not return. */
export async function fetchTextData(
  yoti: Pick<YotiClient, 'getMedia'>,
  sessionId: string,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  const contents = await Promise.all(
    mediaIds.map(async (mediaId) => [mediaId, await fetchJson(yoti, sessionId, mediaId)] as const),
  )
  return new Map(contents.filter(([, content]) => content !== undefined))
}

async function fetchJson(
  yoti: Pick<YotiClient, 'getMedia'>,
  sessionId: string,
  mediaId: string,
): Promise<unknown> {
  try {
    const media = await yoti.getMedia(sessionId, mediaId)
    if (media === undefined) return undefined
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of media.body as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BYTES) return undefined
      chunks.push(chunk)
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch (err) {
    // The page is still useful without the data.
    if (err instanceof SyntaxError || err instanceof AppError) return undefined
    throw err
  }
}
