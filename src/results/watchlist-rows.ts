import type { Texts } from '../http/texts.js'
import type { WatchlistSummary } from '../yoti/session-result.js'
import { toRow, type Row } from './result-view.js'

/** Settings whose values are Yoti's constants. Other values may be identifiers and stay unchanged. */
const ENUM_FIELDS: ReadonlySet<string> = new Set(['type', 'types', 'categories'])

/** The hits and the settings of a watchlist search. */
export function toWatchlistRows(summary: WatchlistSummary | undefined, texts: Texts): Row[] {
  if (summary === undefined) return []
  const { total_hits: hits, associated_country_codes = [], search_config = {} } = summary
  const countries = associated_country_codes.map(texts.country)
  return [
    ...(hits === undefined ? [] : [toRow(texts.t('results.hits'), String(hits))]),
    ...(countries.length === 0 ? [] : [toRow(texts.t('results.countries'), countries.join(', '))]),
    ...omitApiKey(search_config).map(([name, value]) => {
      const field = texts.label('watchlistField', name).toLowerCase()
      return toRow(texts.t('results.search', { field }), ...listLines(name, value, texts))
    }),
  ]
}

/** The key is the relying party's secret. */
function omitApiKey(fields: object): [string, unknown][] {
  return Object.entries(fields).filter(([name]) => name !== 'api_key')
}

function listLines(name: string, value: unknown, texts: Texts): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [formatValue(name, value, texts)]
  }
  return omitApiKey(value).map(([inner, field]) => {
    // The business chooses the names and values of tags, so they have no labels.
    if (name === 'tags') return `${inner}: ${formatValue('tag', field, texts)}`
    const formatted = formatValue(inner, field, texts)
    return inner === 'type' ? formatted : `${texts.label('watchlistField', inner)}: ${formatted}`
  })
}

function formatValue(name: string, value: unknown, texts: Texts): string {
  if (Array.isArray(value)) return value.map((each) => formatValue(name, each, texts)).join(', ')
  if (typeof value === 'boolean') return texts.t(value ? 'results.yes' : 'results.no')
  if (typeof value !== 'string') return JSON.stringify(value)
  return ENUM_FIELDS.has(name) ? texts.label('watchlistValue', value) : value
}
