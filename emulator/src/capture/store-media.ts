import { ApiError } from '../http/api-error.js'
import { addMedia, type Media, type NewMedia } from '../sessions/media.js'
import { schedule, type Session } from '../sessions/session.js'
import type { CapturedDocument, LivenessCapture, Page, Resource } from './resource.js'

// The image of an AADHAAR card without maskable digits must not be returned.
const WITHHELD_DOCUMENT_TYPES = ['AADHAAR']
const STORED_ZOOM_FRAMES = 3
const MAX_PAGES = 10

/** Stores what the user captured and notifies the relying party. */
export function storeMedia(session: Session, resource: Resource, added: NewMedia): Media {
  const now = session.clock.now()
  session.firstMediaAt ??= now
  resource.updatedAt = now
  session.notify(session, 'resource_update', { resource_id: resource.id })
  return addMedia(session, added)
}

export function storePage(
  session: Session,
  document: CapturedDocument,
  index: number,
  image: NewMedia,
): Page {
  // The user decides how many pages a letter has.
  const isNext = index === document.pages.length && index < MAX_PAGES
  if (isNext && session.supplementaryDocuments.includes(document)) {
    document.pages.push({ frames: [{}, {}] })
  }
  const page = getPage(document, index)
  page.media = storeMedia(session, document, { ...image, withheld: isWithheld(document) })
  return page
}

export function storePageFrame(
  session: Session,
  document: CapturedDocument,
  index: { page: number; frame: number },
  image: NewMedia,
): void {
  const frame = getPage(document, index.page).frames[index.frame]
  if (frame === undefined) throw new ApiError('FRAME_INDEX_NOT_FOUND')
  schedule(session, session.timeline.framesAfterUpload, () => {
    frame.media = addMedia(session, { ...image, withheld: isWithheld(document) })
  })
}

export function storeLivenessFrame(
  session: Session,
  { frames }: LivenessCapture,
  index: number,
  image: NewMedia,
): void {
  const frame = frames[index]
  if (frame === undefined) throw new ApiError('FRAME_INDEX_NOT_FOUND')
  if (index < STORED_ZOOM_FRAMES) frame.media = addMedia(session, image)
}

function isWithheld({ documentType }: CapturedDocument): boolean {
  return WITHHELD_DOCUMENT_TYPES.includes(documentType)
}

function getPage(document: CapturedDocument, index: number): Page {
  const page = document.pages[index]
  if (page === undefined) throw new ApiError('PAGE_INDEX_NOT_FOUND')
  return page
}
