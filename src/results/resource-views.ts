import { humanise, type Texts } from '../http/texts.js'
import { isResourceUsed, usesResource } from '../outcome/evaluate-checks.js'
import type { Document, MediaHolder, Task } from '../yoti/session-result.js'
import { toExpandedFieldRows, toFieldRows } from './field-rows.js'
import {
  getDocumentTitle,
  getRecommendationTone,
  hasLines,
  toLinks,
  toRawJson,
  toRow,
  type Item,
  type ResultContext,
  type Row,
} from './result-view.js'

/** Identity documents that count come first. The first with personal details fills a section of its own. */
export function toDocumentViews(context: ResultContext) {
  const { checks, resources } = context.result
  const { id_documents = [], supplementary_documents = [] } = resources
  // If no check used a document, every document with extracted text counts.
  const isAnyUsed = id_documents.some(({ id }) => isResourceUsed(checks, id))
  const identityDocuments = id_documents
    .map((document) => {
      const hasText = document.document_fields !== undefined
      const counted = isAnyUsed ? isResourceUsed(checks, document.id) : hasText
      return toDocumentView(document, counted, context)
    })
    .sort((a, b) => Number(b.counted) - Number(a.counted))
  const others = supplementary_documents.map((each) => toDocumentView(each, true, context))
  const primary = identityDocuments.find(
    ({ counted, person, photo }) => counted && person.length + photo.length > 0,
  )
  return {
    person: primary && { from: primary.item.title, photo: primary.photo, rows: primary.person },
    documents: [...identityDocuments, ...others].map((view): Item => {
      if (view === primary) return view.item
      const { item, person, photo } = view
      return { ...item, pictures: [...item.pictures, ...photo], rows: [...person, ...item.rows] }
    }),
  }
}

/** @param counted false for an earlier attempt that no check used */
function toDocumentView(document: Document, counted: boolean, context: ResultContext) {
  const { t } = context
  const title = getDocumentTitle(document, context)
  const fields = getTextData(document.document_fields, context)
  const expandedFields = getTextData(document.expanded_document_fields, context)
  const { person, details } = toFieldRows(fields, context)
  const pages = (document.pages ?? []).map((page, index) => {
    const caption = getPageTitle(document, index, context)
    const values = { document: title, page: caption.toLowerCase() }
    const frameValues = { page: t('results.pageAlt', values) }
    return {
      pictures: toLinks(context, page, 'results.pageAlt', { ...values, caption }),
      frames: toLinks(context, page.frames, 'results.pageFrameAlt', frameValues),
    }
  })
  const photoValues = { document: title, caption: t('results.portrait') }
  const photo = toLinks(context, document.document_id_photo, 'results.portraitAlt', photoValues)
  const isTextMissing = document.document_fields?.media !== undefined && fields === undefined
  const item = {
    title,
    note: isTextMissing ? t('results.textUnavailable') : undefined,
    ...(counted ? {} : { verdict: t('results.earlierDocument'), tone: 'neutral' as const }),
    pictures: pages.flatMap(({ pictures }) => pictures),
    rows: [
      ...details,
      ...toExpandedFieldRows(expandedFields, context),
      ...toTaskRows(document, context),
    ],
    files: toLinks(context, document.file, 'results.documentFile'),
    morePictures: pages.flatMap(({ frames }) => frames),
    raw: toRawJson(context, {
      resource: document,
      document_fields: fields,
      expanded_document_fields: expandedFields,
    }),
  }
  return { counted, item, person, photo }
}

function getPageTitle(document: Document, index: number, { t }: Texts): string {
  const { pages = [], document_type: type } = document
  if (pages.length > 2) return t('results.page', { number: index + 1 })
  if (pages.length === 1 && type === 'PASSPORT') return t('results.photoPage')
  return t(index === 0 ? 'results.front' : 'results.back')
}

/** Newest first. Without times, keeps Yoti's order, which is also newest first. */
export function listLivenessAttempts({ result: { checks, resources }, t }: ResultContext) {
  const captures = [...(resources.liveness_capture ?? [])].sort((a, b) =>
    (b.created_at ?? '').localeCompare(a.created_at ?? ''),
  )
  const livenessChecks = checks.filter(({ type }) => type === 'LIVENESS')
  const total = captures.length
  return captures.map((capture, index) => {
    // An abandoned attempt has none.
    const check = livenessChecks.find((each) => usesResource(each, capture.id))
    return {
      title: t('results.attempt', { number: total - index, total }),
      capture,
      checkId: check?.id,
      recommendation: check?.report?.recommendation?.value,
    }
  })
}

export function toLivenessViews(context: ResultContext): Item[] {
  const { result, t, label } = context
  const attempts = listLivenessAttempts(context)
  const passed = attempts.find(({ recommendation }) => recommendation === 'APPROVE')
  const otherChecks = result.checks.filter(({ type }) => type !== 'LIVENESS')
  // The attempt that another check used, or else the newest that passed.
  const counted = attempts.find(({ capture }) => isResourceUsed(otherChecks, capture.id)) ?? passed
  return attempts.map((each) => {
    const { capture, title, recommendation } = each
    const attempt = title.toLowerCase()
    // Once an attempt passed, the others do not count against the user.
    const isNeutral =
      recommendation === undefined || (passed !== undefined && recommendation !== 'APPROVE')
    const isOnly = attempts.length === 1
    return {
      title: isOnly ? t('results.facePhoto') : title,
      verdict: getVerdict(recommendation, context),
      tone: isNeutral ? 'neutral' : getRecommendationTone(recommendation),
      note: each === counted && !isOnly ? t('results.attemptCounted') : undefined,
      method: capture.liveness_type && label('livenessType', capture.liveness_type),
      pictures: [
        ...toLinks(context, capture.image, 'results.faceAlt', { attempt }),
        ...toLinks(context, capture.frames, 'results.faceFrameAlt', { attempt }),
      ],
      files: toLinks(context, capture.facemap, 'results.faceMap'),
      raw: toRawJson(context, capture),
    }
  })
}

function getVerdict(recommendation: string | undefined, { t, label }: Texts): string {
  if (recommendation === undefined) return t('results.notChecked')
  const isKnown = recommendation === 'APPROVE' || recommendation === 'REJECT'
  return label('recommendation', isKnown ? recommendation : 'NOT_AVAILABLE')
}

const DOCUMENTS_AND_LIVENESS = ['id_documents', 'supplementary_documents', 'liveness_capture']

/** Reference faces, applicant profiles, share codes, unknown resources and portable identities. */
export function toOtherResourceViews(context: ResultContext): Item[] {
  const { result, t } = context
  const { face_capture = [], applicant_profiles = [], share_codes = [], ...rest } = result.resources
  const unknown = Object.entries(rest).filter(([kind]) => !DOCUMENTS_AND_LIVENESS.includes(kind))
  return [
    ...face_capture.map((face) => ({
      title: t(face.image ? 'results.referencePhoto' : 'results.referencePhotoMissing'),
      pictures: toLinks(context, face.image, 'results.referencePhoto'),
      raw: toRawJson(context, face),
    })),
    ...applicant_profiles.map((profile) => {
      const isFromBusiness = profile.source?.type === 'RELYING_BUSINESS'
      return {
        title: t(isFromBusiness ? 'results.businessDetails' : 'results.userDetails'),
        rows: toTextRows(profile, context),
        files: toLinks(context, profile, 'results.detailsFile'),
        raw: toRawJson(context, profile),
      }
    }),
    ...share_codes.map((shareCode) => ({
      title: t('results.shareCode'),
      pictures: toLinks(context, shareCode.id_photo, 'results.shareCodePortrait'),
      rows: [...toTextRows(shareCode.returned_profile, context), ...toTaskRows(shareCode, context)],
      files: [
        ...toLinks(context, shareCode.lookup_profile, 'results.lookupDetails'),
        ...toLinks(context, shareCode.returned_profile, 'results.returnedDetails'),
        ...toLinks(context, shareCode.file, 'results.documentFile'),
      ],
      raw: toRawJson(context, shareCode),
    })),
    ...unknown.flatMap(([kind, listed]) =>
      [listed]
        .flat()
        .map((each: unknown) => ({ title: humanise(kind), raw: toRawJson(context, each) })),
    ),
    ...toPortableIdentityViews(context),
  ]
}

function toTextRows(holder: MediaHolder | undefined, context: ResultContext): Row[] {
  const { person, details } = toFieldRows(getTextData(holder, context), context)
  return [...person, ...details]
}

/** Previews of identity profiles, and the token with which another service imports the identity. */
function toPortableIdentityViews(context: ResultContext): Item[] {
  const { result, t } = context
  const { advanced_identity_profile_preview: advanced, import_token: token } = result
  const toItem = (title: string, holder?: MediaHolder, failure?: string): Item[] => {
    if (holder === undefined) return []
    const rows = [toRow(t('results.notCreated'), failure && humanise(failure))].filter(hasLines)
    const files = toLinks(context, holder, 'results.content')
    return [{ title, rows, files, raw: toRawJson(context, holder) }]
  }
  return [
    ...toItem(t('results.profilePreview'), result.identity_profile_preview),
    ...toItem(t('results.advancedProfilePreview'), advanced),
    ...toItem(t('results.importToken'), token, token?.failure_reason),
  ]
}

/** Tasks process a resource, for example by reading its text. */
function toTaskRows({ tasks = [] }: { tasks?: readonly Task[] }, texts: Texts): Row[] {
  return tasks.map(({ type, state, recommendation }) =>
    toRow(
      texts.label('task', type),
      state && texts.label('taskState', state),
      formatRecommendation(recommendation, texts),
    ),
  )
}

function formatRecommendation(recommendation: Task['recommendation'], { label }: Texts) {
  if (recommendation === undefined || recommendation.value === 'PROGRESS') return undefined
  const { value, reason } = recommendation
  const cause = reason && `: ${label('taskReason', reason.value).toLowerCase()}`
  const detail = reason?.detail && ` (${humanise(reason.detail).toLowerCase()})`
  return `${label('taskRecommendation', value)}${cause ?? ''}${detail ?? ''}`
}

function getTextData(holder: MediaHolder | undefined, { textData }: ResultContext): unknown {
  return textData.get(holder?.media?.id ?? '')
}
