import { describe, expect, it } from '@jest/globals'
import { toCheckViews, toWatchlistRows } from '../../src/results/check-views.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildContext } from './sample-result.js'

const describeSample = () => toCheckViews(buildContext())
const find = (type: string) => describeSample().filter((each) => each.type === type)

function describeOne(one: object) {
  const result = parseSessionResult({ session_id: 's', state: 'COMPLETED', checks: [one] })
  return toCheckViews(buildContext({ result }))[0]
}

describe('toCheckViews', () => {
  it('labels the recommendation and reason, and keeps the raw values', () => {
    const [authenticity] = find('ID_DOCUMENT_AUTHENTICITY')

    expect(authenticity).toMatchObject({
      title: 'The document is genuine',
      about: 'Passport, United Kingdom',
      verdict: 'Failed',
      tone: 'bad',
      reason: 'The document appears to have been tampered with',
      method: 'Checked automatically and by an expert.',
    })
    expect(authenticity?.raw).toContain('"reason": "TAMPERED"')
    expect(authenticity?.raw).toContain('"sub_check": "hologram_movement"')
  })

  it('shows each sub-check with its details', () => {
    const [authenticity] = find('ID_DOCUMENT_AUTHENTICITY')

    expect(authenticity?.subChecks).toContainEqual({
      title: 'No sign of tampering',
      verdict: 'Failed',
      tone: 'attention',
      process: 'by an expert',
      staffRows: [{ label: 'Face photo', lines: ['Failed'] }],
    })
  })

  it('makes unknown values readable', () => {
    const [aura] = find('AURA_SCAN')
    const [authenticity] = find('ID_DOCUMENT_AUTHENTICITY')

    expect(aura).toMatchObject({
      title: 'Aura scan',
      verdict: 'Ponder',
      tone: 'attention',
      reason: 'Too purple',
    })
    expect(describeSample()[0]?.tone).toBe('bad')
    expect(describeSample().findLast(({ tone }) => tone === 'attention')).toEqual(aura)
    expect(authenticity?.subChecks.at(-1)).toMatchObject({
      title: 'Quantum sparkle',
      staffRows: [{ label: 'Glow level', lines: ['HIGH'] }],
    })
  })

  it('shows a failed attempt as neutral when another attempt passed', () => {
    expect(find('LIVENESS')).toMatchObject([
      { about: 'Attempt 2 of 2', verdict: 'Passed', tone: 'good', note: undefined },
      {
        about: 'Attempt 1 of 2',
        verdict: 'Failed',
        tone: 'neutral',
        note: 'Another attempt passed, so this one does not count.',
      },
    ])
  })

  it('notes that a failed sub-check does not change an approval', () => {
    expect(find('ID_DOCUMENT_FACE_MATCH')).toMatchObject([
      { tone: 'good', note: 'The failed items below do not change the result.' },
    ])
  })

  it('shows the recovery suggestion', () => {
    expect(find('ID_DOCUMENT_TEXT_DATA_CHECK')).toMatchObject([
      {
        verdict: 'Could not be checked',
        tone: 'attention',
        suggestion: 'Try again in better light',
      },
    ])
  })

  it('shows the watchlist search and links its results', () => {
    const [watchlist] = find('WATCHLIST_ADVANCED_CA')
    const rows = Object.fromEntries(
      (watchlist?.staffRows ?? []).map(({ label, lines }) => [label, lines.join('; ')]),
    )

    expect(watchlist).toMatchObject({ tone: 'attention' })
    expect(rows).toMatchObject({
      'Total hits': '2',
      Countries: 'United Kingdom and France',
      'Search: deceased people excluded': 'Yes',
    })
    expect(watchlist?.staffFiles.map(({ url }) => url)).toEqual([
      '/media/watchlist-profile',
      '/media/watchlist-raw',
    ])
  })

  it.each([
    ['PENDING', 'Still running', 'neutral'],
    ['INTERNAL_ERROR', 'Could not be checked because of an error at Yoti', 'attention'],
    ['NAPPING', 'Napping', 'neutral'],
  ])('shows the state %s while there is no report', (state, verdict, tone) => {
    expect(describeOne({ type: 'LIVENESS', id: 'a', state })).toMatchObject({ verdict, tone })
  })
})

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
        'Lists: Politically exposed people and Adverse media fraud',
      ],
      'Search: matching': ['Similar spellings', 'Fuzziness: 0.4'],
    })
    expect(read({ categories: ['ADVERSE-MEDIA', 'SANCTIONS'] })).toEqual({
      'Search: categories': ['Adverse media and Sanctions'],
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

function read(search_config: object) {
  const rows = toWatchlistRows({ search_config }, buildContext().texts)
  return Object.fromEntries(rows.map(({ label, lines }) => [label, lines]))
}
