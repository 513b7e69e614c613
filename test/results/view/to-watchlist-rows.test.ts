import { describe, expect, it } from '@jest/globals'
import { toWatchlistRows } from '../../../src/results/view/to-watchlist-rows.js'

function read(search_config: object) {
  const rows = toWatchlistRows({ search_config })
  return Object.fromEntries(rows.map(({ label, lines }) => [label, lines]))
}

describe('toWatchlistRows', () => {
  it('labels the search settings', () => {
    expect(
      read({
        type: 'WITH_YOTI_ACCOUNT',
        remove_deceased: true,
        share_url: false,
        sources: { type: 'TYPE_LIST', types: ['pep', 'adverse-media-fraud'] },
        matching_strategy: { type: 'FUZZY', fuzziness: 0.4 },
      }),
    ).toEqual({
      'Search: account': ['Yoti’s'],
      'Search: deceased people excluded': ['Yes'],
      'Search: search link shared': ['No'],
      'Search: sources': [
        'Selected lists',
        'Lists: Politically exposed people, Adverse media fraud',
      ],
      'Search: matching': ['Similar spellings', 'Fuzziness: 0.4'],
    })
    expect(read({ categories: ['ADVERSE-MEDIA', 'SANCTIONS'] })).toEqual({
      'Search: categories': ['Adverse media, Sanctions'],
    })
  })

  it('keeps identifiers unchanged and omits the API key', () => {
    const search = read({
      type: 'WITH_CUSTOM_ACCOUNT',
      api_key: 'secret-1',
      client_ref: 'CLIENTREF-9',
      sources: { type: 'PROFILE', search_profile: 'prof-1', api_key: 'secret-2' },
      tags: { cost_centre: 'RISK_TEAM-7', api_key: 'secret-3' },
      unheard_of: 'AS_IT-IS',
    })
    expect(search).toMatchObject({
      'Search: business reference': ['CLIENTREF-9'],
      'Search: sources': ['Search profile', 'Search profile: prof-1'],
      'Search: business tags': ['cost_centre: RISK_TEAM-7'],
      'Search: unheard of': ['AS_IT-IS'],
    })
    expect(JSON.stringify(search)).not.toContain('secret')
  })
})
