import type { Background } from './background.js'
import { ErrorAnswer } from './error-answer.js'
import type { Extractor } from './extraction.js'
import { addMedia, type Media, type NewMedia } from './media.js'
import type { CapturedDocument, LivenessCapture, Resource } from './resource.js'
import type { ResponseConfig } from './response-config.js'
import type { Session } from './session.js'

// An AADHAAR picture with nothing to mask may not be handed over.
const WITHHELD_DOCUMENT_TYPES = ['AADHAAR']
const ZOOM_FRAMES_KEPT = 3
const MOST_PAGES = 10

/** Stores what the end user captured, and says so to the relying party. */
export interface Capture {
  storePage(
    session: Session,
    document: CapturedDocument,
    index: number,
    image: NewMedia,
    captureMethod: 'CAMERA' | 'UPLOAD',
  ): void
  storePageFrame(
    session: Session,
    document: CapturedDocument,
    index: { page: number; frame: number },
    image: NewMedia,
  ): void
  storeFile(session: Session, document: CapturedDocument, file: NewMedia): void
  storeLivenessFrame(
    session: Session,
    capture: LivenessCapture,
    index: number,
    image: NewMedia,
  ): void
  /** Stores a picture that a resource has one of. */
  storeMedia(session: Session, resource: Resource, added: NewMedia): Media
  /** A supplementary document is read without the end user waiting for it. */
  readSupplementary(session: Session, document: CapturedDocument): void
}

export function createCapture(parts: {
  background: Background
  extractor: Extractor
  findResponseConfig: (session: Session) => ResponseConfig | undefined
}): Capture {
  const { background, extractor, findResponseConfig } = parts

  function storeMedia(session: Session, resource: Resource, added: NewMedia): Media {
    const now = background.now(session)
    session.firstMediaAt ??= now
    resource.updatedAt = now
    background.notify(session, 'resource_update', { resource_id: resource.id })
    return addMedia(session.media, added, now)
  }

  return {
    storeMedia,
    storePage(session, document, index, image, captureMethod) {
      // A letter has as many pages as the end user captures, one after another.
      const isNext = index === document.pages.length && index < MOST_PAGES
      if (isNext && session.supplementaryDocuments.includes(document)) {
        document.pages.push({ frames: [{}, {}] })
      }
      const page = at(document.pages, index, 'PAGE_INDEX_NOT_FOUND')
      page.media = storeMedia(session, document, { ...image, withheld: isWithheld(document) })
      page.captureMethod = captureMethod
    },
    storePageFrame(session, document, index, image) {
      const page = at(document.pages, index.page, 'PAGE_INDEX_NOT_FOUND')
      const frame = at(page.frames, index.frame, 'FRAME_INDEX_NOT_FOUND')
      background.later(session, background.timeline.framesAfterUpload, () => {
        const stored = { ...image, withheld: isWithheld(document) }
        frame.media = addMedia(session.media, stored, background.now(session))
      })
    },
    storeFile(session, document, file) {
      document.file = storeMedia(session, document, file)
      document.pages = []
    },
    storeLivenessFrame(session, capture, index, image) {
      const frame = at(capture.frames, index, 'FRAME_INDEX_NOT_FOUND')
      if (index < ZOOM_FRAMES_KEPT)
        frame.media = addMedia(session.media, image, background.now(session))
    },
    readSupplementary(session, document) {
      if (document.tasks[0]?.state !== 'CREATED') return
      void extractor.extract(session, document, findResponseConfig(session))
    },
  }
}

function isWithheld({ documentType }: CapturedDocument): boolean {
  return WITHHELD_DOCUMENT_TYPES.includes(documentType)
}

function at<Item>(
  items: Item[],
  index: number,
  missing: 'PAGE_INDEX_NOT_FOUND' | 'FRAME_INDEX_NOT_FOUND',
): Item {
  const item = items[index]
  if (item === undefined) throw new ErrorAnswer(missing)
  return item
}
