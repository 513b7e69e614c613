import type { WatchlistSummary } from '../../yoti/watchlist-summary.js'
import { nameCountry } from './country-name.js'
import type { Row } from './result-view.js'
import { SEARCH_FIELDS, SEARCH_WORDS, WORD_FIELDS } from './watchlist-words.js'
import { sayIn } from './words.js'

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
      row(`Search: ${sayIn(SEARCH_FIELDS, name).toLowerCase()}`, listLines(name, value)),
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

function listLines(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [sayValue(name, value)]
  }
  return listShown(value).map(([inner, each]) => {
    // A tag is the business's own, its name as well as its value.
    if (name === 'tags') return `${inner}: ${sayValue('tag', each)}`
    const said = sayValue(inner, each)
    return inner === 'type' ? said : `${sayIn(SEARCH_FIELDS, inner)}: ${said}`
  })
}

/** Yoti's words are put in ours; anything else may be an identifier, and stays as it is. */
function sayValue(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => sayValue(name, each)).join(', ')
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value !== 'string') return JSON.stringify(value)
  if (!WORD_FIELDS.has(name)) return value
  return sayIn(SEARCH_WORDS, value)
}
