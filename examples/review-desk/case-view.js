import { humanise, say } from './words.js'

/** The checks that need a look come first. */
const VERDICT_ORDER = ['REJECT', 'CONSIDER', 'NOT_AVAILABLE', undefined, 'APPROVE']
const LABELLED_FIELDS = { document_type: 'documentType', gender: 'fieldValue' }
const TONES = { REJECT: 'bad', FAIL: 'bad', APPROVE: 'good', PASS: 'good' }

/** Converts Yoti's session result into what the case page shows. */
export function toCaseView({ checks = [], resources = {} }) {
  const { id_documents = [], supplementary_documents = [] } = resources
  const { liveness_capture = [], face_capture = [] } = resources
  const onlyCounted = (list) => {
    const counted = list.filter(({ id }) => checks.some((each) => isUsedBy(each, id)))
    return counted.length > 0 ? counted : list
  }
  const documents = [...onlyCounted(id_documents), ...supplementary_documents]
  return {
    checks: checks.map(toCheckView).toSorted((a, b) => a.rank - b.rank),
    documentPictures: documents.flatMap(listDocumentPictures),
    facePictures: [
      ...documents.flatMap(({ document_id_photo }) =>
        toPicture('Photo in the document', document_id_photo),
      ),
      ...onlyCounted(liveness_capture).flatMap(({ image }) =>
        toPicture('Photo from the camera', image),
      ),
      ...face_capture.flatMap(({ image }) => toPicture('Your reference photo', image)),
    ],
    files: documents.flatMap(({ file }) => toPicture('Document (PDF)', file)),
    texts: documents.flatMap((document) =>
      toPicture(nameDocument(document), document.document_fields),
    ),
    isWatchlistChecked: checks.some(({ type }) => type.startsWith('WATCHLIST')),
  }
}

function isUsedBy({ resources_used = [] }, resourceId) {
  return resources_used.includes(resourceId)
}

function toCheckView({ type, state, report = {} }) {
  const {
    recommendation: { value, reason, recovery_suggestion: suggestion } = {},
    breakdown = [],
  } = report
  return {
    title: say('check', type),
    rank: VERDICT_ORDER.indexOf(VERDICT_ORDER.includes(value) ? value : undefined),
    verdict: value === undefined ? say('checkState', state) : say('recommendation', value),
    tone: TONES[value] ?? 'unsure',
    reason: reason && say('reason', reason),
    suggestion: suggestion && say('recoverySuggestion', suggestion),
    breakdown: breakdown.map(({ sub_check, result, details = [] }) => ({
      title: say('subCheck', sub_check),
      verdict: say('subCheckResult', result),
      tone: TONES[result] ?? 'unsure',
      details: details.map(({ name, value: text }) => `${say('detail', name)}: ${sayDetail(text)}`),
    })),
  }
}

function sayDetail(text) {
  return /^[A-Z_]+$/.test(text)
    ? say('detailValue', text)
    : text.replaceAll('_', ' ').replaceAll(',', ', ')
}

function nameDocument({ document_type: type, issuing_country: country }) {
  return [type ? say('documentType', type) : 'Document', country].filter(Boolean).join(', ')
}

function listDocumentPictures(document) {
  const { pages = [] } = document
  return pages.flatMap((page, index) => {
    const side = pages.length === 1 ? '' : `, page ${index + 1}`
    return toPicture(nameDocument(document) + side, page)
  })
}

function toPicture(title, holder) {
  const mediaId = holder?.media?.id
  return mediaId === undefined ? [] : [{ title, mediaId }]
}

/** Names and lines of the text that was read from a document. */
export function toTextEntries(fields) {
  return Object.entries(fields).flatMap(([name, value]) => {
    const group = LABELLED_FIELDS[name]
    const text = group && typeof value === 'string' ? say(group, value) : value
    const lines = toLines(text)
    return lines.length === 0 ? [] : [[say('field', name), lines]]
  })
}

function toLines(value) {
  if (value === null || value === '') return []
  if (typeof value !== 'object') return String(value).split('\n')
  if (Array.isArray(value)) return value.flatMap(toLines)
  const { formatted_address: address, ...parts } = value
  if (address !== undefined) return toLines(address)
  return Object.entries(parts).flatMap(([name, part]) =>
    toLines(part).map((line) => `${humanise(name)}: ${line}`),
  )
}
