import type { Labels } from '../../labels/labels.js'

/** The settings of a watchlist search. */
export const SEARCH_FIELDS: Labels = {
  categories: 'Categories',
  type: 'Account',
  remove_deceased: 'Deceased people excluded',
  share_url: 'Search link shared',
  sources: 'Sources',
  types: 'Lists',
  search_profile: 'Search profile',
  matching_strategy: 'Matching',
  exact_match: 'Exact match',
  fuzziness: 'Fuzziness',
  monitoring: 'Ongoing monitoring',
  client_ref: 'Business reference',
  tags: 'Business tags',
}

/** Settings whose values are Yoti's constants. */
export const ENUM_SEARCH_FIELDS: ReadonlySet<string> = new Set(['type', 'types', 'categories'])

export const ENUM_SEARCH_VALUES: Labels = {
  WITH_YOTI_ACCOUNT: 'Yoti’s',
  WITH_CUSTOM_ACCOUNT: 'The business’s',
  TYPE_LIST: 'Selected lists',
  PROFILE: 'Search profile',
  EXACT: 'Exact name only',
  FUZZY: 'Similar spellings',
  pep: 'Politically exposed people',
  'pep-class-1': 'Politically exposed people, class 1',
  'pep-class-2': 'Politically exposed people, class 2',
  'pep-class-3': 'Politically exposed people, class 3',
  'pep-class-4': 'Politically exposed people, class 4',
  sanction: 'Sanctions',
  warning: 'Warnings',
  'fitness-probity': 'Fitness and probity',
}
