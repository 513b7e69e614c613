import {
  automated,
  createReportBuilder,
  withReasons,
  type Breakdown,
  type ReportFacts,
} from './report.js'

const HIT_DETAILS = { number_of_hits: '1', closest_match: 'name_exact,year_of_birth' }
const LISTS = ['ADVERSE_MEDIA', 'FITNESS_PROBITY', 'PEP', 'SANCTION', 'WARNING']
const CUSTOM_SEARCH = 'custom_search'

const POTENTIAL_MATCH = { value: 'CONSIDER', reason: 'POTENTIAL_MATCH' }

/** A template named after a list matches only when that list is searched. */
export const watchlist = createReportBuilder(
  {
    POTENTIAL_MATCH,
    ...withReasons('NOT_AVAILABLE', ['NO_VALID_FIELDS']),
    ...Object.fromEntries(LISTS.map((list) => [list, POTENTIAL_MATCH])),
  },
  (template, facts) => {
    if (template === 'NO_VALID_FIELDS') return []
    const lists = listSearchedLists(facts)
    const hit = findHit(template, lists)
    // A search profile is listed with its matches.
    const names = hit === undefined || lists.includes(hit) ? lists : [...lists, hit]
    return names.map((name) => {
      const failed = name === hit || (name === CUSTOM_SEARCH && hit !== undefined)
      return automated(name, !failed, name === hit ? HIT_DETAILS : {})
    })
  },
  (template, facts) =>
    LISTS.includes(template) && findHit(template, listSearchedLists(facts)) === undefined
      ? 'SUCCESS'
      : template,
)

function findHit(template: string, lists: readonly string[]): string | undefined {
  if (template === 'SUCCESS') return undefined
  const isProfile = lists.includes(CUSTOM_SEARCH)
  if (template === 'POTENTIAL_MATCH') return isProfile || lists.includes('pep') ? 'pep' : lists[0]
  const named = template.toLowerCase()
  return isProfile || lists.includes(named) ? named : undefined
}

/** `watchlist_summary` without its raw results, and these. */
export function summarizeHits(breakdown: Breakdown[], config: Record<string, unknown>) {
  const results = breakdown.flatMap(({ sub_check: list, details }): Record<string, string>[] => {
    const hit = Object.fromEntries(details.map(({ name, value }) => [name, value]))
    return 'number_of_hits' in hit ? [{ list, ...hit }] : []
  })
  const total = results.reduce((sum, { number_of_hits: count }) => sum + Number(count), 0)
  return {
    rawResults: { results },
    summary: {
      total_hits: total,
      search_config: buildSearchConfig(config),
      associated_country_codes: total > 0 ? ['GBR'] : [],
    },
  }
}

function listSearchedLists({ config }: ReportFacts): string[] {
  const sources = config.sources as { type: string; types?: string[] } | undefined
  if (sources?.type === 'PROFILE') return [CUSTOM_SEARCH]
  if (sources?.types !== undefined && sources.types.length > 0) {
    return [...new Set(sources.types.map(toSubCheck))].sort()
  }
  const categories = (config.categories as string[] | undefined) ?? []
  const lists = [
    ...(categories.includes('ADVERSE-MEDIA') ? ['adverse_media'] : []),
    ...(categories.includes('SANCTIONS') ? ['fitness_probity', 'pep', 'sanction', 'warning'] : []),
  ]
  return lists.length > 0 ? lists : ['adverse_media', 'pep', 'sanction']
}

/** Groups `pep-class-1`, `adverse-media-fraud` and the like into one sub-check each. */
function toSubCheck(source: string): string {
  if (source.startsWith('pep')) return 'pep'
  if (source.startsWith('adverse-media')) return 'adverse_media'
  return source.replaceAll('-', '_')
}

function buildSearchConfig(config: Record<string, unknown>) {
  if (config.type === undefined) return { categories: config.categories ?? [] }
  const strategy = config.matching_strategy as { type: string } | undefined
  return {
    ...config,
    remove_deceased: config.remove_deceased ?? false,
    share_url: config.share_url ?? false,
    sources: config.sources ?? { type: 'TYPE_LIST', types: [] },
    matching_strategy: strategy?.type === 'FUZZY' ? strategy : { type: 'EXACT', exact_match: true },
    ...(config.type === 'WITH_CUSTOM_ACCOUNT' ? { monitoring: config.monitoring ?? false } : {}),
  }
}
