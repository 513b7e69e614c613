import { afterAll, describe, expect, it } from '@jest/globals'
import { reportAs, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'

const search = (sources: object) => ({
  type: 'WATCHLIST_ADVANCED_CA',
  config: { type: 'WITH_YOTI_ACCOUNT', sources },
})
const CUSTOM = { type: 'PROFILE', search_profile: 'strict' }
const list = (...types: string[]) => ({ type: 'TYPE_LIST', types })

const world = await startEmulatorFixture()

afterAll(() => world.emulator.close())

describe('two checks of one type', () => {
  it('stay two, each by its own configuration and answered by the entry for its own sources', async () => {
    const entries = [CUSTOM, list('sanction')].map((sources_filter) => ({
      sources_filter,
      result: { report_template: 'POTENTIAL_MATCH' },
    }))
    await world.configure({ check_reports: { WATCHLIST_ADVANCED_CA: entries } })
    const { path } = await world.completeSession({
      ...SESSION_SPEC,
      requested_checks: [
        ...SESSION_SPEC.requested_checks,
        ...[list('pep'), list('sanction', 'warning'), CUSTOM].map(search),
      ],
    })
    const json = await world.read(path)
    const found = json.checks.filter(({ type }) => type === 'WATCHLIST_ADVANCED_CA')
    const expected = (
      value: string,
      total_hits: number,
      sources: object,
      ...results: string[]
    ) => ({
      report: {
        recommendation: { value },
        breakdown: results.map((one) => {
          const [sub_check, result] = one.split(' ')
          return { sub_check, result }
        }),
        watchlist_summary: { total_hits, search_config: { sources } },
      },
    })
    expect(found).toMatchObject([
      expected('APPROVE', 0, list('pep'), 'pep PASS'),
      expected('CONSIDER', 1, list('sanction', 'warning'), 'sanction FAIL', 'warning PASS'),
      expected('CONSIDER', 1, CUSTOM, 'custom_search FAIL', 'pep FAIL'),
    ])
    expect(json.state).toBe('COMPLETED')
  })
})

describe('the sub-check of the issuing authority', () => {
  const type = 'ID_DOCUMENT_AUTHENTICITY'
  const ask = async (
    document: [country: string, documentType: string],
    filter?: object,
    template = 'SUCCESS',
  ) => {
    await world.configure(reportAs(type, template))
    const config = { issuing_authority_sub_check: { requested: true, filter } }
    const requested_checks = [...SESSION_SPEC.requested_checks.slice(1), { type, config }]
    const { path } = await world.completeSession({ ...SESSION_SPEC, requested_checks }, ...document)
    const { checks } = await world.read(path)
    const { report } = first(checks.filter((one) => one.type === type))
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
