import type { WatchlistSummary } from '../../yoti/check.js'
import { getCountryName } from '../../labels/country-name.js'
import type { Row } from './result-view.js'
import { SEARCH_FIELDS, ENUM_SEARCH_VALUES, ENUM_SEARCH_FIELDS } from './watchlist-labels.js'
import { label } from '../../labels/labels.js'

/** The hits and the settings of a watchlist search. */
export function toWatchlistRows(summary: WatchlistSummary | undefined): Row[] {
  if (summary === undefined) return []
  const { total_hits, associated_country_codes = [], search_config = {} } = summary
  return [
    ...(total_hits === undefined ? [] : [toRow('Total hits', [String(total_hits)])]),
    ...(associated_country_codes.length === 0
      ? []
      : [toRow('Countries', [associated_country_codes.map(getCountryName).join(', ')])]),
    ...omitApiKey(search_config).map(([name, value]) =>
      toRow(`Search: ${label(SEARCH_FIELDS, name).toLowerCase()}`, listLines(name, value)),
    ),
  ]
}

/** The key is the relying party's secret. */
function omitApiKey(fields: object): [string, unknown][] {
  return Object.entries(fields).filter(([name]) => name !== 'api_key')
}

function toRow(label: string, lines: string[]): Row {
  return { label, lines, monospace: false }
}

function listLines(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [formatValue(name, value)]
  }
  return omitApiKey(value).map(([inner, field]) => {
    // The business chooses the names and values of tags, so they have no labels.
    if (name === 'tags') return `${inner}: ${formatValue('tag', field)}`
    const formatted = formatValue(inner, field)
    return inner === 'type' ? formatted : `${label(SEARCH_FIELDS, inner)}: ${formatted}`
  })
}

/** Only Yoti's constants have labels. Anything else may be an identifier and stays unchanged. */
function formatValue(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => formatValue(name, entry)).join(', ')
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value !== 'string') return JSON.stringify(value)
  if (!ENUM_SEARCH_FIELDS.has(name)) return value
  return label(ENUM_SEARCH_VALUES, value)
}
