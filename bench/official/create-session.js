import yoti from 'yoti'
import { SESSION_SPEC } from '../session-spec.js'

const {
  IDVClient,
  RequestedDocumentAuthenticityCheckBuilder,
  RequestedFaceMatchCheckBuilder,
  RequestedLivenessCheckBuilder,
  RequestedTextExtractionTaskBuilder,
  SdkConfigBuilder,
  SessionSpecificationBuilder,
} = yoti

/** As Yoti's IDV example does it, with a client for each request. The package reads YOTI_IDV_API_URL. */
export function createSession(sdkId, pem) {
  const { sdk_config, client_session_token_ttl, resources_ttl } = SESSION_SPEC
  const spec = new SessionSpecificationBuilder()
    .withClientSessionTokenTtl(client_session_token_ttl)
    .withResourcesTtl(resources_ttl)
    .withRequestedCheck(
      new RequestedDocumentAuthenticityCheckBuilder().withManualCheckFallback().build(),
    )
    .withRequestedCheck(
      new RequestedLivenessCheckBuilder().forStaticLiveness().withMaxRetries(3).build(),
    )
    .withRequestedCheck(new RequestedFaceMatchCheckBuilder().withManualCheckFallback().build())
    .withRequestedTask(new RequestedTextExtractionTaskBuilder().withManualCheckFallback().build())
    .withSdkConfig(
      new SdkConfigBuilder()
        .withSuccessUrl(sdk_config.success_url)
        .withErrorUrl(sdk_config.error_url)
        .withPrivacyPolicyUrl(sdk_config.privacy_policy_url)
        .build(),
    )
    .build()
  return new IDVClient(sdkId, pem).createSession(spec)
}
