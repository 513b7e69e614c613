import type { Texts } from '../http/texts.js'
import type { MediaHolder, SessionResult } from '../yoti/session-result.js'

/** What every part of the page is made of. */
export interface ResultContext {
  result: SessionResult
  /** The loaded content of `listTextDataMediaIds`, by media id. */
  textData: ReadonlyMap<string, unknown>
  mediaUrl: (mediaId: string) => string
  texts: Texts
}

/** The page also shows it in words, for readers who cannot tell the colours apart. */
export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

export interface Row {
  label: string
  lines: string[]
  monospace?: boolean
}

export interface Picture {
  url: string
  alt: string
}

export interface FileLink {
  url: string
  label: string
}

export function toRow(label: string, ...lines: string[]): Row {
  return { label, lines }
}

/** None without media: Yoti has not received it yet, or does not return it. */
export function toPictures(
  { mediaUrl }: ResultContext,
  holder: MediaHolder | undefined,
  alt: string,
): Picture[] {
  return holder?.media === undefined ? [] : [{ url: mediaUrl(holder.media.id), alt }]
}

export function toFileLinks(
  { mediaUrl }: ResultContext,
  holder: MediaHolder | undefined,
  label: string,
): FileLink[] {
  return holder?.media === undefined ? [] : [{ url: mediaUrl(holder.media.id), label }]
}

/** Omits `api_key`, the relying party's key for a watchlist provider, which Yoti returns. */
export function toRawJson(value: unknown): string {
  return JSON.stringify(value, (key, field: unknown) => (key === 'api_key' ? undefined : field), 2)
}

/** "Passport, United Kingdom" */
export function getDocumentTitle(
  document: { document_type?: string | undefined; issuing_country?: string | undefined },
  texts: Texts,
): string {
  const { document_type: type, issuing_country: country } = document
  const name = type === undefined ? texts.t('results.document') : texts.label('documentType', type)
  return country === undefined
    ? name
    : texts.t('results.documentFrom', { document: name, country: texts.country(country) })
}
