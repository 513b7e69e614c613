import yoti from 'yoti'
import type { RequestedItem } from '../../src/yoti/session-spec.js'

type Config = NonNullable<RequestedItem['config']>

/** The same requested check from Yoti's builders. */
export function buildOfficialCheck({ type, config = {} }: RequestedItem) {
  switch (type) {
    case 'ID_DOCUMENT_AUTHENTICITY':
      return withManualCheck(new yoti.RequestedDocumentAuthenticityCheckBuilder(), config).build()
    case 'ID_DOCUMENT_FACE_MATCH':
      return withManualCheck(new yoti.RequestedFaceMatchCheckBuilder(), config).build()
    case 'FACE_COMPARISON':
      return new yoti.RequestedFaceComparisonCheckBuilder().withManualCheckNever().build()
    case 'LIVENESS': {
      const builder = new yoti.RequestedLivenessCheckBuilder()
      if (config.liveness_type === 'ZOOM') builder.forZoomLiveness()
      else builder.forStaticLiveness()
      if (config.max_retries !== undefined) builder.withMaxRetries(config.max_retries)
      return builder.build()
    }
    case 'ID_DOCUMENT_COMPARISON':
      return new yoti.RequestedIdDocumentComparisonCheckBuilder().build()
    case 'THIRD_PARTY_IDENTITY':
      return new yoti.RequestedThirdPartyIdentityCheckBuilder().build()
    case 'WATCHLIST_SCREENING': {
      const builder = new yoti.RequestedWatchlistScreeningCheckBuilder()
      for (const category of config.categories ?? []) {
        if (category === 'ADVERSE-MEDIA') builder.withAdverseMediaCategory()
        else builder.withSanctionsCategory()
      }
      return builder.build()
    }
    case 'WATCHLIST_ADVANCED_CA':
      return new yoti.RequestedWatchlistAdvancedCaCheckBuilder()
        .withConfig(buildSearch(config))
        .build()
    default:
      throw new Error(`The Node SDK cannot ask for ${type}.`)
  }
}

interface ManualCheckBuilder {
  withManualCheckAlways(): this
  withManualCheckFallback(): this
  withManualCheckNever(): this
}

export function withManualCheck<Builder extends ManualCheckBuilder>(
  builder: Builder,
  { manual_check: manualCheck }: Config,
): Builder {
  if (manualCheck === 'ALWAYS') builder.withManualCheckAlways()
  if (manualCheck === 'FALLBACK') builder.withManualCheckFallback()
  if (manualCheck === 'NEVER') builder.withManualCheckNever()
  return builder
}

function buildSearch(config: Config) {
  if (config.type === 'WITH_YOTI_ACCOUNT') {
    const builder = new yoti.RequestedYotiAccountWatchlistAdvancedCaConfigBuilder()
    return withSearch(builder, config).build()
  }
  const builder = new yoti.RequestedCustomAccountWatchlistAdvancedCaConfigBuilder()
    .withApiKey(config.api_key ?? '')
    .withClientRef(config.client_ref ?? '')
  if (config.monitoring !== undefined) builder.withMonitoring(config.monitoring)
  if (config.tags) builder.withTags(config.tags)
  return withSearch(builder, config).build()
}

type SearchBuilder = InstanceType<
  | typeof yoti.RequestedYotiAccountWatchlistAdvancedCaConfigBuilder
  | typeof yoti.RequestedCustomAccountWatchlistAdvancedCaConfigBuilder
>

function withSearch<Builder extends SearchBuilder>(builder: Builder, config: Config): Builder {
  const { sources, matching_strategy: strategy } = config
  if (config.remove_deceased !== undefined) builder.withRemoveDeceased(config.remove_deceased)
  if (config.share_url !== undefined) builder.withShareUrl(config.share_url)
  if (sources?.types)
    builder.withSources(new yoti.RequestedTypeListSourcesBuilder().withTypes(sources.types).build())
  if (sources?.search_profile !== undefined)
    builder.withSources(
      new yoti.RequestedSearchProfileSourcesBuilder()
        .withSearchProfile(sources.search_profile)
        .build(),
    )
  builder.withMatchingStrategy(
    strategy?.fuzziness === undefined
      ? new yoti.RequestedExactMatchingStrategyBuilder().build()
      : new yoti.RequestedFuzzyMatchingStrategyBuilder().withFuzziness(strategy.fuzziness).build(),
  )
  return builder
}
