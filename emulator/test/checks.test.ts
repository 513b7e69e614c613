import { describe, expect, it } from '@jest/globals'
import { restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

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

describe('authenticity', () => {
  it('asks the issuing authority only about the documents of its filter', async () => {
    const ask = async (country: string) => {
      await using world = await startEmulatorFixture()
      const { path } = await world.completeSession({
        ...SESSION_SPEC,
        requested_checks: [
          ...SESSION_SPEC.requested_checks.slice(1),
          {
            ...authenticity,
            config: {
              issuing_authority_sub_check: {
                requested: true,
                filter: restrictDocuments('WHITELIST', { country_codes: [country] }),
              },
            },
          },
        ],
      })
      const { checks } = (await world.signed('GET', path)).json
      return checks.flatMap(({ report }) => report.breakdown.map(({ sub_check: name }) => name))
    }
    expect(await ask('GBR')).toContain('issuing_authority')
    expect(await ask('USA')).not.toContain('issuing_authority')
  })
})
