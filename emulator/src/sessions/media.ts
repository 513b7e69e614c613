import { randomUUID } from 'node:crypto'

export interface Media extends NewMedia {
  readonly id: string
  readonly type: 'IMAGE' | 'JSON' | 'BINARY' | 'PDF'
  readonly createdAt: number
  /** Resources may still refer to it. */
  isDeleted: boolean
}

export interface NewMedia {
  readonly contentType: string
  readonly content: Buffer
  /** For media that must not be returned by law. The response is 204. */
  readonly withheld?: boolean
}

/** The part of a session that stores media. */
interface MediaOwner {
  readonly media: Map<string, Media>
  readonly clock: { now(): number }
}

export function addMedia(
  { media, clock }: MediaOwner,
  added: NewMedia,
  id: string = randomUUID(),
): Media {
  const type = toMediaType(added.contentType)
  const stored = { ...added, id, type, createdAt: clock.now(), isDeleted: false }
  media.set(id, stored)
  return stored
}

export function addJsonMedia(owner: MediaOwner, value: unknown): Media {
  const content = Buffer.from(JSON.stringify(value))
  return addMedia(owner, { contentType: 'application/json', content })
}

export function parseJsonMedia({ content }: Media): Record<string, unknown> {
  return JSON.parse(content.toString()) as Record<string, unknown>
}

export function isMedia(value: unknown): value is Media {
  return typeof value === 'object' && value !== null && 'isDeleted' in value
}

/** `{media: {...}}`, or `{}` when it has been deleted. */
export function wrapMedia(media: Media | undefined) {
  return media && (media.isDeleted ? {} : { media: toMediaView(media) })
}

export function toMediaView({ id, type, createdAt }: Media) {
  const at = formatTime(createdAt)
  return { id, type, created: at, last_updated: at }
}

export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function toMediaType(contentType: string): Media['type'] {
  if (contentType.startsWith('image/')) return 'IMAGE'
  if (contentType === 'application/json') return 'JSON'
  return contentType === 'application/pdf' ? 'PDF' : 'BINARY'
}
