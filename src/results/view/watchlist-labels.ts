import type { Labels } from '../../labels/labels.js'

/** The settings of a watchlist search. */
export const SEARCH_FIELDS: Labels = {
  categories: 'Looked for',
  type: 'Account',
  remove_deceased: 'People who have died are left out',
  share_url: 'A link to the search is shared',
  sources: 'Where',
  types: 'Lists',
  search_profile: 'Search profile',
  matching_strategy: 'Spelling',
  exact_match: 'Exactly',
  fuzziness: 'Fuzziness',
  monitoring: 'The person is watched from then on',
  client_ref: 'Reference of the business',
  tags: 'Tags of the business',
}

/** The settings whose values are words of Yoti. */
export const ENUM_SEARCH_FIELDS: ReadonlySet<string> = new Set(['type', 'types', 'categories'])

export const ENUM_SEARCH_VALUES: Labels = {
  WITH_YOTI_ACCOUNT: 'Yoti’s',
  WITH_CUSTOM_ACCOUNT: 'The business’s own',
  TYPE_LIST: 'In chosen lists',
  PROFILE: 'By a search profile',
  EXACT: 'The exact name only',
  FUZZY: 'Similar spellings too',
  pep: 'Politically exposed people',
  'pep-class-1': 'Politically exposed people, class 1',
  'pep-class-2': 'Politically exposed people, class 2',
  'pep-class-3': 'Politically exposed people, class 3',
  'pep-class-4': 'Politically exposed people, class 4',
  sanction: 'Sanctions',
  warning: 'Warnings',
  'fitness-probity': 'Fitness and probity',
}
