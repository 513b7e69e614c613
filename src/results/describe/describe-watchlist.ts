import type { WatchlistSummary } from '../../yoti/watchlist-summary.js'
import { nameCountry } from './country-name.js'
import type { Row } from './result-view.js'
import { humanise } from './words.js'

/** What a watchlist search found and how it searched; never the key that it searched with. */
export function describeWatchlist(summary: WatchlistSummary | undefined): Row[] {
  if (summary === undefined) return []
  const { total_hits, associated_country_codes = [], search_config = {} } = summary
  return [
    ...(total_hits === undefined ? [] : [row('Hits in all', [String(total_hits)])]),
    ...(associated_country_codes.length === 0
      ? []
      : [row('Countries of the hits', [associated_country_codes.map(nameCountry).join(', ')])]),
    ...listShown(search_config).map(([name, value]) =>
      row(`Search: ${humanise(name).toLowerCase()}`, sayValue(value)),
    ),
  ]
}

/** The key of the search never, wherever it stands. */
function listShown(fields: object): [string, unknown][] {
  return Object.entries(fields).filter(([name]) => name !== 'api_key')
}

function row(label: string, lines: string[]): Row {
  return { label, lines, monospace: false }
}

function sayValue(value: unknown): string[] {
  if (Array.isArray(value)) return [value.flatMap(sayValue).join(', ')]
  if (typeof value === 'object' && value !== null) {
    return listShown(value).map(([name, each]) => `${humanise(name)}: ${sayValue(each).join(', ')}`)
  }
  if (typeof value === 'boolean') return [value ? 'Yes' : 'No']
  return [typeof value === 'string' ? humanise(value) : String(value)]
}
