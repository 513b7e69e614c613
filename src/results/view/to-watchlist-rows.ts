import type { WatchlistSummary } from '../../yoti/watchlist-summary.js'
import { getCountryName } from '../../labels/country-name.js'
import type { Row } from './result-view.js'
import { SEARCH_FIELDS, ENUM_SEARCH_VALUES, ENUM_SEARCH_FIELDS } from './watchlist-labels.js'
import { label } from '../../labels/labels.js'

/** What a watchlist search found and how it searched; never the key that it searched with. */
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

/** The key of the search never, wherever it stands. */
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
  return omitApiKey(value).map(([inner, each]) => {
    // A tag is the business's own, its name as well as its value.
    if (name === 'tags') return `${inner}: ${formatValue('tag', each)}`
    const formatted = formatValue(inner, each)
    return inner === 'type' ? formatted : `${label(SEARCH_FIELDS, inner)}: ${formatted}`
  })
}

/** Yoti's words are put in ours; anything else may be an identifier, and stays as it is. */
function formatValue(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => formatValue(name, each)).join(', ')
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value !== 'string') return JSON.stringify(value)
  if (!ENUM_SEARCH_FIELDS.has(name)) return value
  return label(ENUM_SEARCH_VALUES, value)
}
