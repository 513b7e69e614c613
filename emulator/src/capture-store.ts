import type { Background } from './background.js'
import { ApiError } from './api-error.js'
import type { Extractor } from './extractor.js'
import { addMedia, type Media, type NewMedia } from './media.js'
import type { CapturedDocument, LivenessCapture, Resource } from './resource.js'
import type { ResponseConfig } from './response-config.js'
import type { Session } from './session.js'

// The image of an AADHAAR card without maskable digits must not be returned.
const WITHHELD_DOCUMENT_TYPES = ['AADHAAR']
const STORED_ZOOM_FRAMES = 3
const MAX_PAGES = 10

/** Stores what the user captured and notifies the relying party. */
export interface CaptureStore {
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
  /** For resources with exactly one image. */
  storeMedia(session: Session, resource: Resource, added: NewMedia): Media
  /** The user does not wait for text extraction of a supplementary document. */
  extractSupplementaryDocument(session: Session, document: CapturedDocument): void
}

export function createCaptureStore(dependencies: {
  background: Background
  extractor: Extractor
  findResponseConfig: (session: Session) => ResponseConfig | undefined
}): CaptureStore {
  const { background, extractor, findResponseConfig } = dependencies

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
      // The user decides how many pages a letter has.
      const isNext = index === document.pages.length && index < MAX_PAGES
      if (isNext && session.supplementaryDocuments.includes(document)) {
        document.pages.push({ frames: [{}, {}] })
      }
      const page = getItem(document.pages, index, 'PAGE_INDEX_NOT_FOUND')
      page.media = storeMedia(session, document, { ...image, withheld: isWithheld(document) })
      page.captureMethod = captureMethod
    },
    storePageFrame(session, document, index, image) {
      const page = getItem(document.pages, index.page, 'PAGE_INDEX_NOT_FOUND')
      const frame = getItem(page.frames, index.frame, 'FRAME_INDEX_NOT_FOUND')
      background.schedule(session, background.timeline.framesAfterUpload, () => {
        const stored = { ...image, withheld: isWithheld(document) }
        frame.media = addMedia(session.media, stored, background.now(session))
      })
    },
    storeFile(session, document, file) {
      document.file = storeMedia(session, document, file)
      document.pages = []
    },
    storeLivenessFrame(session, capture, index, image) {
      const frame = getItem(capture.frames, index, 'FRAME_INDEX_NOT_FOUND')
      if (index < STORED_ZOOM_FRAMES)
        frame.media = addMedia(session.media, image, background.now(session))
    },
    extractSupplementaryDocument(session, document) {
      if (document.tasks[0]?.state !== 'CREATED') return
      void extractor.extract(session, document, findResponseConfig(session))
    },
  }
}

function isWithheld({ documentType }: CapturedDocument): boolean {
  return WITHHELD_DOCUMENT_TYPES.includes(documentType)
}

function getItem<Item>(
  items: Item[],
  index: number,
  missing: 'PAGE_INDEX_NOT_FOUND' | 'FRAME_INDEX_NOT_FOUND',
): Item {
  const item = items[index]
  if (item === undefined) throw new ApiError(missing)
  return item
}
