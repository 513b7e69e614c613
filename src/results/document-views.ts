import { isResourceUsed } from '../outcome/evaluate-checks.js'
import type { IdDocument, Page, SupplementaryDocument } from '../yoti/resources.js'
import type { MediaHolder, SessionResult } from '../yoti/session-result.js'
import { toExpandedFieldRows, toFieldRows, toTaskRows } from './field-rows.js'
import {
  getDocumentTitle,
  toFileLinks,
  toPictures,
  toRawJson,
  type ResultContext,
} from './result-view.js'

/** Documents that count come first. */
export function toIdDocumentViews(context: ResultContext) {
  return (context.result.resources.id_documents ?? [])
    .map((document) => {
      const { document_id_photo: portrait, expanded_document_fields: expanded } = document
      const counted = isCounted(document, context.result)
      return toDocumentView(document, { counted, portrait, expanded }, context)
    })
    .sort((a, b) => Number(b.counted) - Number(a.counted))
}

export function toSupplementaryDocumentViews(context: ResultContext) {
  return (context.result.resources.supplementary_documents ?? []).map((document) =>
    toDocumentView(document, { counted: true, file: document.file }, context),
  )
}

/** If no check used a document, every document with extracted text counts. */
function isCounted(document: IdDocument, { checks, resources }: SessionResult): boolean {
  const usedAny = (resources.id_documents ?? []).some(({ id }) => isResourceUsed(checks, id))
  return usedAny ? isResourceUsed(checks, document.id) : document.document_fields !== undefined
}

interface DocumentParts {
  /** false for an earlier attempt that no check used. */
  counted: boolean
  portrait?: MediaHolder | undefined
  expanded?: MediaHolder | undefined
  file?: MediaHolder | undefined
}

function toDocumentView(
  document: IdDocument | SupplementaryDocument,
  { counted, portrait, expanded, file }: DocumentParts,
  context: ResultContext,
) {
  const { texts, textData } = context
  const title = getDocumentTitle(document, texts)
  const fields = textData.get(document.document_fields?.media?.id ?? '')
  const expandedFields = textData.get(expanded?.media?.id ?? '')
  const { person, details } = toFieldRows(fields, texts)
  return {
    title,
    counted,
    photo: toPictures(context, portrait, texts.t('results.portraitAlt', { document: title })),
    person,
    details: [...details, ...toExpandedFieldRows(expandedFields, texts)],
    pages: (document.pages ?? []).map((page, index) =>
      toPageView(page, title, getPageTitle(document, index, context), context),
    ),
    tasks: toTaskRows(document, texts),
    files: toFileLinks(context, file, texts.t('results.documentFile')),
    raw: toRawJson({
      resource: document,
      document_fields: fields,
      expanded_document_fields: expandedFields,
    }),
  }
}

function getPageTitle(
  { pages = [], document_type: type }: IdDocument | SupplementaryDocument,
  index: number,
  { texts: { t } }: ResultContext,
): string {
  if (pages.length > 2) return t('results.page', { number: index + 1 })
  if (pages.length === 1 && type === 'PASSPORT') return t('results.photoPage')
  return t(index === 0 ? 'results.front' : 'results.back')
}

function toPageView(page: Page, document: string, title: string, context: ResultContext) {
  const { t } = context.texts
  const alt = t('results.pageAlt', { document, page: title.toLowerCase() })
  const frames = (page.frames ?? []).filter(({ media }) => media !== undefined)
  return {
    title,
    pictures: toPictures(context, page, alt),
    more: frames.flatMap((frame, index) =>
      toPictures(context, frame, t('results.pageFrameAlt', { page: alt, number: index + 1 })),
    ),
  }
}
