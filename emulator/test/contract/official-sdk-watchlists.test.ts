import { describe, expect, it } from '@jest/globals'
import yoti from 'yoti'
import { first } from '../response-json.js'
import { startOfficialSdkFixture, createSpecBuilder, readGetters } from './official-sdk-fixture.js'

const readText = new yoti.RequestedTextExtractionTaskBuilder().withManualCheckNever().build()

type CaConfig = Parameters<
  InstanceType<typeof yoti.RequestedWatchlistAdvancedCaCheckBuilder>['withConfig']
>[0]

describe('the official client', () => {
  it('reads a watchlist screening with its search settings', async () => {
    await using world = await startOfficialSdkFixture()
    const screening = new yoti.RequestedWatchlistScreeningCheckBuilder()
      .withAdverseMediaCategory()
      .withSanctionsCategory()
      .build()
    const spec = createSpecBuilder()
      .withRequestedCheck(screening)
      .withRequestedTask(readText)
      .build()

    const { result } = await world.completeSession(spec)

    readGetters(result)
    const check = first(result.getWatchlistScreeningChecks())
    expect(readSummary(check)).toMatchObject({
      getSearchConfig: { getCategories: ['ADVERSE-MEDIA', 'SANCTIONS'] },
      getTotalHits: 0,
      getAssociatedCountryCodes: [],
      getRawResults: { getMedia: { getType: 'JSON' } },
    })
    expect(check.getGeneratedProfile().getMedia().getType()).toBe('JSON')
  })

  async function runCheck(config: CaConfig) {
    await using world = await startOfficialSdkFixture()
    const check = new yoti.RequestedWatchlistAdvancedCaCheckBuilder().withConfig(config).build()
    const spec = createSpecBuilder().withRequestedCheck(check).withRequestedTask(readText).build()
    const { result } = await world.completeSession(spec)
    return readSummary(first(result.getWatchlistAdvancedCaChecks())).getSearchConfig
  }

  it('reads an advanced watchlist check with a custom account, sources and exact matching', async () => {
    const types = new yoti.RequestedTypeListSourcesBuilder().withTypes(['pep', 'sanction']).build()
    const config = new yoti.RequestedCustomAccountWatchlistAdvancedCaConfigBuilder()
      .withApiKey('the-businesss-own-key')
      .withClientRef('reference-4')
      .withMonitoring(true)
      .withTags({ team: 'onboarding' })
      .withSources(types)
      .withMatchingStrategy(new yoti.RequestedExactMatchingStrategyBuilder().build())
      .withRemoveDeceased(true)
      .withShareUrl(false)
      .build()

    expect(await runCheck(config)).toMatchObject({
      getType: 'WITH_CUSTOM_ACCOUNT',
      isRemoveDeceased: true,
      isShareUrl: false,
      getSources: { getType: 'TYPE_LIST', getTypes: ['pep', 'sanction'] },
      getMatchingStrategy: { getType: 'EXACT', isExactMatch: true },
      getApiKey: 'the-businesss-own-key',
      isMonitoring: true,
      getClientRef: 'reference-4',
      getTags: { team: 'onboarding' },
    })
  })

  it('reads an advanced watchlist check with a Yoti account, a search profile and fuzzy matching', async () => {
    const profile = new yoti.RequestedSearchProfileSourcesBuilder().withSearchProfile('p-1').build()
    const config = new yoti.RequestedYotiAccountWatchlistAdvancedCaConfigBuilder()
      .withSources(profile)
      .withMatchingStrategy(
        new yoti.RequestedFuzzyMatchingStrategyBuilder().withFuzziness(0.4).build(),
      )
      .build()

    expect(await runCheck(config)).toMatchObject({
      getType: 'WITH_YOTI_ACCOUNT',
      isRemoveDeceased: false,
      isShareUrl: false,
      getSources: { getType: 'PROFILE', getSearchProfile: 'p-1' },
      getMatchingStrategy: { getType: 'FUZZY', getFuzziness: 0.4 },
    })
  })
})

interface WatchlistSummary {
  getSearchConfig: Record<string, unknown>
  getTotalHits: number
}

function readSummary(check: { getReport(): object }): WatchlistSummary {
  const report = readGetters(check.getReport()) as { getWatchlistSummary: WatchlistSummary }
  return report.getWatchlistSummary
}
