import { randomUUID } from 'node:crypto'
import { formatTime } from './format-time.js'

export type MediaType = 'IMAGE' | 'JSON' | 'BINARY' | 'PDF'

export interface Media {
  readonly id: string
  readonly type: MediaType
  readonly contentType: string
  readonly content: Buffer
  readonly createdAt: number
  /** For media that must not be returned by law. The response is 204. */
  readonly withheld: boolean
}

/** Resources may refer to media that has been deleted and is no longer in here. */
export type MediaById = Map<string, Media>

export interface NewMedia {
  contentType: string
  content: Buffer
  withheld?: boolean
}

export function addMedia(media: MediaById, added: NewMedia, now: number): Media {
  const stored: Media = {
    id: randomUUID(),
    type: toMediaType(added.contentType),
    contentType: added.contentType,
    content: added.content,
    createdAt: now,
    withheld: added.withheld ?? false,
  }
  media.set(stored.id, stored)
  return stored
}

export function addJsonMedia(media: MediaById, value: unknown, now: number): Media {
  const content = Buffer.from(JSON.stringify(value))
  return addMedia(media, { contentType: 'application/json', content }, now)
}

/** `{media: {...}}`, or `{}` when there is none or it has been deleted. */
export function wrapMedia(stored: MediaById, media: Media | undefined) {
  if (media === undefined || !stored.has(media.id)) return {}
  const at = formatTime(media.createdAt)
  return { media: { id: media.id, type: media.type, created: at, last_updated: at } }
}

function toMediaType(contentType: string): MediaType {
  if (contentType.startsWith('image/')) return 'IMAGE'
  if (contentType === 'application/json') return 'JSON'
  return contentType === 'application/pdf' ? 'PDF' : 'BINARY'
}
