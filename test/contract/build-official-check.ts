import yoti from 'yoti'
import type { RequestedCheck } from '../../src/yoti/session-spec.js'

type CaConfig = Extract<RequestedCheck, { type: 'WATCHLIST_ADVANCED_CA' }>['config']
type ManualCheck = 'ALWAYS' | 'FALLBACK' | 'NEVER' | 'IBV' | undefined

/** The same requested check from Yoti's builders. */
export function buildOfficialCheck(check: RequestedCheck) {
  switch (check.type) {
    case 'ID_DOCUMENT_AUTHENTICITY':
      return withManualCheck(
        new yoti.RequestedDocumentAuthenticityCheckBuilder(),
        check.config.manual_check,
      ).build()
    case 'ID_DOCUMENT_FACE_MATCH':
      return withManualCheck(
        new yoti.RequestedFaceMatchCheckBuilder(),
        check.config.manual_check,
      ).build()
    case 'FACE_COMPARISON':
      return new yoti.RequestedFaceComparisonCheckBuilder().withManualCheckNever().build()
    case 'LIVENESS':
      return buildLiveness(check.config)
    case 'ID_DOCUMENT_COMPARISON':
      return new yoti.RequestedIdDocumentComparisonCheckBuilder().build()
    case 'THIRD_PARTY_IDENTITY':
      return new yoti.RequestedThirdPartyIdentityCheckBuilder().build()
    case 'WATCHLIST_SCREENING': {
      const builder = new yoti.RequestedWatchlistScreeningCheckBuilder()
      for (const category of check.config.categories ?? []) {
        if (category === 'ADVERSE-MEDIA') builder.withAdverseMediaCategory()
        else builder.withSanctionsCategory()
      }
      return builder.build()
    }
    case 'WATCHLIST_ADVANCED_CA':
      return new yoti.RequestedWatchlistAdvancedCaCheckBuilder()
        .withConfig(buildCaConfig(check.config))
        .build()
    default:
      throw new Error(`The Node SDK cannot ask for ${check.type}.`)
  }
}

interface ManualCheckBuilder {
  withManualCheckAlways(): this
  withManualCheckFallback(): this
  withManualCheckNever(): this
}

function withManualCheck<Builder extends ManualCheckBuilder>(
  builder: Builder,
  manualCheck: ManualCheck,
): Builder {
  if (manualCheck === 'ALWAYS') builder.withManualCheckAlways()
  if (manualCheck === 'FALLBACK') builder.withManualCheckFallback()
  if (manualCheck === 'NEVER') builder.withManualCheckNever()
  return builder
}

function buildLiveness(config: Extract<RequestedCheck, { type: 'LIVENESS' }>['config']) {
  const builder = new yoti.RequestedLivenessCheckBuilder()
  if (config.liveness_type === 'ZOOM') builder.forZoomLiveness()
  else builder.forStaticLiveness()
  if (config.max_retries !== undefined) builder.withMaxRetries(config.max_retries)
  return builder.build()
}

function buildCaConfig(config: CaConfig) {
  if (config.type === 'WITH_YOTI_ACCOUNT') {
    const builder = new yoti.RequestedYotiAccountWatchlistAdvancedCaConfigBuilder()
    return withSearch(builder, config).build()
  }
  const builder = new yoti.RequestedCustomAccountWatchlistAdvancedCaConfigBuilder()
    .withApiKey(config.api_key)
    .withClientRef(config.client_ref)
  if (config.monitoring !== undefined) builder.withMonitoring(config.monitoring)
  if (config.tags) builder.withTags(config.tags)
  return withSearch(builder, config).build()
}

type CaBuilder = InstanceType<
  | typeof yoti.RequestedYotiAccountWatchlistAdvancedCaConfigBuilder
  | typeof yoti.RequestedCustomAccountWatchlistAdvancedCaConfigBuilder
>

function withSearch<Builder extends CaBuilder>(builder: Builder, config: CaConfig): Builder {
  const { sources, matching_strategy: strategy } = config
  if (config.remove_deceased !== undefined) builder.withRemoveDeceased(config.remove_deceased)
  if (config.share_url !== undefined) builder.withShareUrl(config.share_url)
  if (sources?.type === 'TYPE_LIST')
    builder.withSources(new yoti.RequestedTypeListSourcesBuilder().withTypes(sources.types).build())
  if (sources?.type === 'PROFILE')
    builder.withSources(
      new yoti.RequestedSearchProfileSourcesBuilder()
        .withSearchProfile(sources.search_profile)
        .build(),
    )
  if (strategy?.type === 'EXACT')
    builder.withMatchingStrategy(new yoti.RequestedExactMatchingStrategyBuilder().build())
  if (strategy?.type === 'FUZZY')
    builder.withMatchingStrategy(
      new yoti.RequestedFuzzyMatchingStrategyBuilder().withFuzziness(strategy.fuzziness).build(),
    )
  return builder
}
