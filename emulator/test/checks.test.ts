import { describe, expect, it } from '@jest/globals'
import { restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'

const search = (...types: string[]) => ({
  type: 'WATCHLIST_ADVANCED_CA',
  config: { type: 'WITH_YOTI_ACCOUNT', sources: { type: 'TYPE_LIST', types } },
})
const customSearch = {
  type: 'WATCHLIST_ADVANCED_CA',
  config: { type: 'WITH_YOTI_ACCOUNT', sources: { type: 'PROFILE', search_profile: 'strict' } },
}
const [authenticity] = SESSION_SPEC.requested_checks

describe('two checks of one type', () => {
  it('stay two, each by its own configuration and answered by the entry for its own sources', async () => {
    await using world = await startEmulatorFixture()
    const entry = (filter: object, template: string) => ({
      sources_filter: filter,
      result: { report_template: template },
    })
    await world.configure({
      check_reports: {
        WATCHLIST_ADVANCED_CA: [
          entry({ type: 'PROFILE', search_profile: 'strict' }, 'POTENTIAL_MATCH'),
          entry({ type: 'TYPE_LIST', types: ['sanction'] }, 'POTENTIAL_MATCH'),
        ],
      },
    })
    const { path } = await world.completeSession({
      ...SESSION_SPEC,
      requested_checks: [
        ...SESSION_SPEC.requested_checks,
        search('pep'),
        search('sanction', 'warning'),
        customSearch,
      ],
    })
    const { json } = await world.signed('GET', path)
    const found = json.checks.filter(({ type }) => type === 'WATCHLIST_ADVANCED_CA')
    expect(
      found.map(({ report }) => report.breakdown.map((one) => [one.sub_check, one.result])),
    ).toEqual([
      [['pep', 'PASS']],
      [
        ['sanction', 'FAIL'],
        ['warning', 'PASS'],
      ],
      [
        ['custom_search', 'FAIL'],
        ['pep', 'FAIL'],
      ],
    ])
    expect(found.map(({ report }) => report.recommendation.value)).toEqual([
      'APPROVE',
      'CONSIDER',
      'CONSIDER',
    ])
    expect(found.map(({ report }) => report.watchlist_summary)).toMatchObject([
      { total_hits: 0, search_config: { sources: { types: ['pep'] } } },
      { total_hits: 1, search_config: { sources: { types: ['sanction', 'warning'] } } },
      { total_hits: 1, search_config: { sources: { search_profile: 'strict' } } },
    ])
    expect(json.state).toBe('COMPLETED')
  })

  it('of liveness are captured one after the other', async () => {
    await using world = await startEmulatorFixture()
    const liveness = (type: string) => ({ type: 'LIVENESS', config: { liveness_type: type } })
    const { endUser } = await world.createSession({
      requested_checks: [liveness('STATIC'), liveness('ZOOM')],
    })
    const { capture } = (await endUser.call('GET', '/configuration')).json
    expect(capture.required_resources).toMatchObject([
      { type: 'LIVENESS', liveness_type: 'STATIC' },
      { type: 'LIVENESS', liveness_type: 'ZOOM' },
    ])
    await endUser.captureLiveness()
    expect((await endUser.finish()).json.code).toBe('INCOMPLETE')
  })
})

describe('the sub-check of the issuing authority', () => {
  const ask = async (
    document: [country: string, documentType: string],
    filter?: object,
    template?: string,
  ) => {
    await using world = await startEmulatorFixture()
    await world.configure({
      check_reports: {
        ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: template ?? 'SUCCESS' } }],
      },
    })
    const { path, endUser } = await world.createSession({
      ...SESSION_SPEC,
      requested_checks: [
        ...SESSION_SPEC.requested_checks.slice(1),
        { ...authenticity, config: { issuing_authority_sub_check: { requested: true, filter } } },
      ],
    })
    await endUser.captureAndFinish(...document)
    await world.clock.advance(60_000)
    const { checks } = (await world.signed('GET', path)).json
    const { report } = first(checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY'))
    const found = report.breakdown.find(({ sub_check: name }) => name === 'issuing_authority')
    return { reason: report.recommendation.reason, ...found }
  }
  const details = (addressMatch: string, fieldsMatch: string, authority: string) => [
    { name: 'address_match', value: addressMatch },
    { name: 'primary_fields_match', value: fieldsMatch },
    { name: 'issuing_authority', value: authority },
    { name: 'verifying_org', value: authority },
  ]

  it.each([
    ['USA', 'DRIVING_LICENCE', details('true', 'true', 'AAMVA')],
    ['USA', 'STATE_ID', details('true', 'true', 'AAMVA')],
    ['AUS', 'PASSPORT', details('false', 'true', 'DVS')],
  ])('passes for a %s %s, with details', async (country, documentType, expected) => {
    expect(await ask([country, documentType])).toMatchObject({ result: 'PASS', details: expected })
  })

  it('rejects with ISSUING_AUTHORITY_INVALID when the fields do not match', async () => {
    const licence: [string, string] = ['USA', 'DRIVING_LICENCE']
    expect(await ask(licence, undefined, 'ISSUING_AUTHORITY_INVALID')).toMatchObject({
      reason: 'ISSUING_AUTHORITY_INVALID',
      result: 'FAIL',
      details: details('false', 'false', 'AAMVA'),
    })
  })

  it('is absent for a document without an authority, and for one outside its filter', async () => {
    const onlyGbr = restrictDocuments('WHITELIST', { country_codes: ['GBR'] })
    expect(await ask(['GBR', 'PASSPORT'])).not.toHaveProperty('sub_check')
    expect(await ask(['USA', 'DRIVING_LICENCE'], onlyGbr)).not.toHaveProperty('sub_check')
    const onlyUsa = restrictDocuments('WHITELIST', { country_codes: ['USA'] })
    expect(await ask(['USA', 'DRIVING_LICENCE'], onlyUsa)).toHaveProperty('sub_check')
  })
})
