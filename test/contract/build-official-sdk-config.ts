import yoti from 'yoti'
import type { SdkConfig } from '../../src/yoti/session-spec.js'

/** The same client settings from Yoti's builder. */
export function buildOfficialSdkConfig(config: SdkConfig) {
  const builder = new yoti.SdkConfigBuilder()
  if (config.allowed_capture_methods === 'CAMERA') builder.withAllowsCamera()
  if (config.allowed_capture_methods === 'CAMERA_AND_UPLOAD') builder.withAllowsCameraAndUpload()
  if (config.primary_colour !== undefined) builder.withPrimaryColour(config.primary_colour)
  if (config.secondary_colour !== undefined) builder.withSecondaryColour(config.secondary_colour)
  if (config.font_colour !== undefined) builder.withFontColour(config.font_colour)
  if (config.locale !== undefined) builder.withLocale(config.locale)
  if (config.preset_issuing_country !== undefined)
    builder.withPresetIssuingCountry(config.preset_issuing_country)
  if (config.success_url !== undefined) builder.withSuccessUrl(config.success_url)
  if (config.error_url !== undefined) builder.withErrorUrl(config.error_url)
  if (config.privacy_policy_url !== undefined)
    builder.withPrivacyPolicyUrl(config.privacy_policy_url)
  if (config.biometric_consent_flow === 'EARLY') builder.withEarlyBiometricConsentFlow()
  if (config.biometric_consent_flow === 'JUST_IN_TIME') builder.withJustInTimeBiometricConsentFlow()
  if (config.allow_handoff !== undefined) builder.withAllowHandoff(config.allow_handoff)
  const attempts = config.attempts_configuration?.ID_DOCUMENT_TEXT_DATA_EXTRACTION ?? {}
  for (const [category, retries] of Object.entries(attempts)) {
    if (category === 'GENERIC') builder.withIdDocumentTextExtractionGenericRetries(retries)
    else if (category === 'RECLASSIFICATION')
      builder.withIdDocumentTextExtractionReclassificationRetries(retries)
    else builder.withIdDocumentTextExtractionCategoryRetries(category, retries)
  }
  if (config.brand_id !== undefined) builder.withBrandId(config.brand_id)
  if (config.suppressed_screens) builder.withSuppressedScreens(config.suppressed_screens)
  return builder.build()
}
