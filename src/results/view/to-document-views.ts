import type { IdDocument, Page, SupplementaryDocument } from '../../yoti/resources.js'
import type { SessionResult } from '../../yoti/session-result.js'
import { toExpandedFieldRows } from './to-expanded-field-rows.js'
import { toFieldRows } from './to-field-rows.js'
import { toTaskRows } from './to-task-rows.js'
import { getDocumentTitle } from './document-title.js'
import { toRawJson } from './raw-json.js'
import type { DocumentView, FileLink, MediaUrl, PageView, Picture } from './result-view.js'
import { isResourceUsed } from '../../outcome/evaluate-checks.js'

/** The loaded content of text data media by media id. */
export type TextData = ReadonlyMap<string, unknown>

/** Documents that count come first. */
export function toIdDocumentViews(
  result: SessionResult,
  textData: TextData,
  mediaUrl: MediaUrl,
): DocumentView[] {
  return (result.resources.id_documents ?? [])
    .map((document) => toDocumentView(document, result, textData, mediaUrl))
    .sort((a, b) => Number(b.counted) - Number(a.counted))
}

export function toSupplementaryDocumentViews(
  result: SessionResult,
  textData: TextData,
  mediaUrl: MediaUrl,
): DocumentView[] {
  return (result.resources.supplementary_documents ?? []).map((document) => ({
    ...toDocumentView(document, result, textData, mediaUrl),
    counted: true,
  }))
}

function toDocumentView(
  document: IdDocument | SupplementaryDocument,
  result: SessionResult,
  textData: TextData,
  mediaUrl: MediaUrl,
): DocumentView {
  const title = getDocumentTitle(document)
  const fields = textData.get(document.document_fields?.media?.id ?? '')
  const expanded =
    'expanded_document_fields' in document
      ? textData.get(document.expanded_document_fields.media?.id ?? '')
      : undefined
  const { person, details } = toFieldRows(fields)
  const photo = 'document_id_photo' in document ? document.document_id_photo.media?.id : undefined
  return {
    title,
    counted: isCounted(document, result),
    photo:
      photo === undefined
        ? undefined
        : toPicture(photo, `Portrait on the document: ${title}`, mediaUrl),
    person,
    details: [...details, ...toExpandedFieldRows(expanded)],
    pages: (document.pages ?? []).map((page, index) =>
      toPageView(page, title, getPageTitle(document, index), mediaUrl),
    ),
    tasks: toTaskRows(document),
    files: listFiles(document, mediaUrl),
    raw: toRawJson({
      resource: document,
      ...(fields === undefined ? {} : { document_fields: fields }),
      ...(expanded === undefined ? {} : { expanded_document_fields: expanded }),
    }),
  }
}

/** If no check used a document, every document with extracted text counts. */
function isCounted(document: IdDocument | SupplementaryDocument, result: SessionResult): boolean {
  const { checks, resources } = result
  const usedAny = (resources.id_documents ?? []).some(({ id }) => isResourceUsed(checks, id))
  return usedAny ? isResourceUsed(checks, document.id) : document.document_fields !== undefined
}

function getPageTitle(
  { pages = [], document_type: type }: IdDocument | SupplementaryDocument,
  index: number,
): string {
  if (pages.length === 1) return type === 'PASSPORT' ? 'Photo page' : 'Front'
  if (pages.length === 2) return index === 0 ? 'Front' : 'Back'
  return `Page ${index + 1}`
}

function toPageView(page: Page, title: string, name: string, mediaUrl: MediaUrl): PageView {
  const alt = `${title}: ${name.toLowerCase()}`
  const frames = (page.frames ?? []).flatMap((frame) => frame.media?.id ?? [])
  return {
    title: name,
    picture: page.media && toPicture(page.media.id, alt, mediaUrl),
    more: frames.map((id, index) =>
      toPicture(id, `${alt}, additional photo ${index + 1}`, mediaUrl),
    ),
  }
}

function listFiles(document: IdDocument | SupplementaryDocument, mediaUrl: MediaUrl): FileLink[] {
  const mediaId = 'file' in document ? document.file.media?.id : undefined
  if (mediaId === undefined) return []
  return [{ mediaId, url: mediaUrl(mediaId), label: 'The document (PDF)' }]
}

function toPicture(mediaId: string, alt: string, mediaUrl: MediaUrl): Picture {
  return { mediaId, url: mediaUrl(mediaId), alt }
}
