import type { Breakdown } from '../check.js'
import { automated } from './breakdown.js'
import type { ReportBuilder, ReportFacts } from './report-facts.js'

const HITS = { number_of_hits: '1', closest_match: 'name_exact,year_of_birth' }

export const watchlist: ReportBuilder = {
  templates: ['SUCCESS', 'POTENTIAL_MATCH'],
  build(template, facts) {
    const passed = template === 'SUCCESS'
    const names = listLists(facts)
    const hit = names.includes('pep') ? 'pep' : names[0]
    return {
      recommendation: passed ? { value: 'APPROVE' } : { value: 'CONSIDER', reason: template },
      breakdown: names.map((name) =>
        passed || name !== hit ? automated(name, true) : automated(name, false, HITS),
      ),
    }
  },
}

/** `watchlist_summary` without its raw results. */
export function summariseWatchlist(breakdown: Breakdown[], config: Record<string, unknown>) {
  const hits = breakdown.flatMap(({ details }) =>
    details.filter(({ name }) => name === 'number_of_hits').map(({ value }) => Number(value)),
  )
  const total = hits.reduce((sum, count) => sum + count, 0)
  return {
    total_hits: total,
    search_config: describeSearch(config),
    associated_country_codes: total > 0 ? ['GBR'] : [],
  }
}

function listLists({ config }: ReportFacts): string[] {
  const sources = config.sources as { type: string; types?: string[] } | undefined
  if (sources?.type === 'PROFILE') return ['custom_search']
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

/** `pep-class-1` and `adverse-media-fraud` are parts of one sub-check each. */
function toSubCheck(source: string): string {
  if (source.startsWith('pep')) return 'pep'
  if (source.startsWith('adverse-media')) return 'adverse_media'
  return source.replaceAll('-', '_')
}

function describeSearch(config: Record<string, unknown>) {
  if (config.type === undefined) return { categories: config.categories ?? [] }
  return {
    ...config,
    remove_deceased: config.remove_deceased ?? false,
    share_url: config.share_url ?? false,
    sources: config.sources ?? { type: 'TYPE_LIST', types: [] },
    matching_strategy: describeStrategy(config.matching_strategy),
    ...(config.type === 'WITH_CUSTOM_ACCOUNT' ? { monitoring: config.monitoring ?? false } : {}),
  }
}

function describeStrategy(strategy: unknown) {
  const given = strategy as { type: string } | undefined
  return given?.type === 'FUZZY' ? given : { type: 'EXACT', exact_match: true }
}
