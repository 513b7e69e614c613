import type { Breakdown } from '../check.js'
import { automated } from './breakdown.js'
import type { ReportBuilder, ReportFacts } from './report-facts.js'

const HIT_DETAILS = { number_of_hits: '1', closest_match: 'name_exact,year_of_birth' }

const LISTS = ['ADVERSE_MEDIA', 'FITNESS_PROBITY', 'PEP', 'SANCTION', 'WARNING']
const CUSTOM_SEARCH = 'custom_search'

/** A template named after a list matches only when that list is searched. */
export const watchlist: ReportBuilder = {
  templates: ['SUCCESS', 'POTENTIAL_MATCH', 'NO_VALID_FIELDS', ...LISTS],
  build(template, facts) {
    if (template === 'NO_VALID_FIELDS') {
      return { recommendation: { value: 'NOT_AVAILABLE', reason: template }, breakdown: [] }
    }
    const hit = findHit(template, listSearchedLists(facts))
    const names = listSubCheckNames(listSearchedLists(facts), hit)
    return {
      recommendation:
        hit === undefined ? { value: 'APPROVE' } : { value: 'CONSIDER', reason: 'POTENTIAL_MATCH' },
      breakdown: names.map((name) => {
        if (name === hit) return automated(name, false, HIT_DETAILS)
        return automated(name, hit === undefined || name !== CUSTOM_SEARCH)
      }),
    }
  },
}

function findHit(template: string, lists: readonly string[]): string | undefined {
  if (template === 'SUCCESS') return undefined
  const isProfile = lists.includes(CUSTOM_SEARCH)
  if (template !== 'POTENTIAL_MATCH') {
    const named = template.toLowerCase()
    return isProfile || lists.includes(named) ? named : undefined
  }
  return isProfile || lists.includes('pep') ? 'pep' : lists[0]
}

/** A search profile without matches is the only entry. Otherwise it is listed with its matches. */
function listSubCheckNames(lists: readonly string[], hit: string | undefined): string[] {
  const all = hit === undefined || lists.includes(hit) ? lists : [...lists, hit]
  return [...all].sort()
}

export function buildRawResults(breakdown: Breakdown[]) {
  return {
    results: breakdown
      .filter(({ details }) => details.some(({ name }) => name === 'number_of_hits'))
      .map(({ sub_check: list, details }) => ({
        list,
        ...Object.fromEntries(details.map(({ name, value }) => [name, value])),
      })),
  }
}

/** `watchlist_summary` without its raw results. */
export function buildWatchlistSummary(breakdown: Breakdown[], config: Record<string, unknown>) {
  const hits = breakdown.flatMap(({ details }) =>
    details.filter(({ name }) => name === 'number_of_hits').map(({ value }) => Number(value)),
  )
  const total = hits.reduce((sum, count) => sum + count, 0)
  return {
    total_hits: total,
    search_config: buildSearchConfig(config),
    associated_country_codes: total > 0 ? ['GBR'] : [],
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
  return {
    ...config,
    remove_deceased: config.remove_deceased ?? false,
    share_url: config.share_url ?? false,
    sources: config.sources ?? { type: 'TYPE_LIST', types: [] },
    matching_strategy: buildMatchingStrategy(config.matching_strategy),
    ...(config.type === 'WITH_CUSTOM_ACCOUNT' ? { monitoring: config.monitoring ?? false } : {}),
  }
}

function buildMatchingStrategy(strategy: unknown) {
  const given = strategy as { type: string } | undefined
  return given?.type === 'FUZZY' ? given : { type: 'EXACT', exact_match: true }
}
