import type { TextKey, Texts, TextValues } from '../http/texts.js'
import type { Document, MediaHolder, SessionResult } from '../yoti/session-result.js'

/** What every part of the page is made of. */
export interface ResultContext extends Texts {
  result: SessionResult
  /** The loaded content of `listTextDataMediaIds`, by media id. */
  textData: ReadonlyMap<string, unknown>
  mediaUrl: (mediaId: string) => string
  /** With `RESULTS_PAGE=debug`: also what is for staff, not for the user. */
  showsDebug: boolean
}

/** The page also shows it in words, for readers who cannot tell the colours apart. */
export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

export function getRecommendationTone(value: string): Tone {
  if (value === 'APPROVE') return 'good'
  return value === 'REJECT' ? 'bad' : 'attention'
}

export interface Row {
  label: string
  lines: string[]
  monospace?: boolean
}

/** To a file or a picture. The label of a picture is its alternative text. */
export interface Link {
  url: string
  label: string
  caption?: string | undefined
}

/** A resource, check or profile in `views/results/item.ejs`, which leaves out what is undefined or empty. */
export interface Item {
  title: string
  /** In a badge. */
  verdict?: string | undefined
  tone?: Tone
  reason?: string | undefined
  note?: string | undefined
  /** How it was captured or checked. */
  method?: string | undefined
  pictures?: Link[]
  rows?: Row[]
  files?: Link[]
  /** Folded. */
  morePictures?: Link[]
  /** Only for staff. */
  raw?: string | undefined
}

/** Leaves out empty lines, because Yoti sends empty strings for unknown values. */
export function toRow(label: string, ...lines: (string | undefined)[]): Row {
  return { label, lines: lines.flatMap((line) => (line ? [line] : [])) }
}

export function hasLines({ lines }: Row): boolean {
  return lines.length > 0
}

/** None without media: Yoti has not received it yet, or does not return it. */
export function toLinks(
  { mediaUrl, t }: ResultContext,
  holders: MediaHolder | readonly MediaHolder[] | undefined,
  label: TextKey,
  { caption, ...values }: TextValues & { caption?: string } = {},
): Link[] {
  const ids = [holders].flat().flatMap((holder) => holder?.media?.id ?? [])
  return ids.map((id, index) => ({
    url: mediaUrl(id),
    label: t(label, { ...values, number: index + 1, total: ids.length }),
    caption,
  }))
}

export function toRawJson({ showsDebug }: ResultContext, value: unknown): string | undefined {
  return showsDebug ? stringify(value) : undefined
}

/** Without `api_key`, the relying party's key for a watchlist provider, and the long lists of supported documents. */
export function stringify(value: unknown): string {
  const shorten = (key: string, field: unknown) => {
    if (key === 'api_key') return undefined
    if (key !== 'supported_countries' || !Array.isArray(field)) return field
    return field.map(({ code }: { code: string }) => code)
  }
  return JSON.stringify(value, shorten, 2)
}

export function listDocuments({ resources }: SessionResult): Document[] {
  return [...(resources.id_documents ?? []), ...(resources.supplementary_documents ?? [])]
}

/** "Passport, United Kingdom" */
export function getDocumentTitle(
  names: { document_type?: string | undefined; issuing_country?: string | undefined },
  { t, label, country }: Texts,
): string {
  const { document_type: type, issuing_country: code } = names
  const document = type === undefined ? t('results.document') : label('documentType', type)
  return code ? t('results.documentFrom', { document, country: country(code) }) : document
}
