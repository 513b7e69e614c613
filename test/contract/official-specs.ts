import yoti from 'yoti'

const authenticity = () => new yoti.RequestedDocumentAuthenticityCheckBuilder()
const faceMatch = () => new yoti.RequestedFaceMatchCheckBuilder()
const textExtraction = () => new yoti.RequestedTextExtractionTaskBuilder()
const supplementaryTextExtraction = () =>
  new yoti.RequestedSupplementaryDocTextExtractionTaskBuilder()

const customSearch = new yoti.RequestedCustomAccountWatchlistAdvancedCaConfigBuilder()
  .withApiKey('key')
  .withClientRef('ref')
  .withMonitoring(true)
  .withTags({ team: 'risk' })
  .withRemoveDeceased(true)
  .withShareUrl(false)
  .withSources(new yoti.RequestedSearchProfileSourcesBuilder().withSearchProfile('strict').build())
  .withMatchingStrategy(new yoti.RequestedExactMatchingStrategyBuilder().build())
  .build()

const yotiSearch = new yoti.RequestedYotiAccountWatchlistAdvancedCaConfigBuilder()
  .withRemoveDeceased(false)
  .withShareUrl(true)
  .withSources(new yoti.RequestedTypeListSourcesBuilder().withTypes(['sanction', 'pep']).build())
  .withMatchingStrategy(new yoti.RequestedFuzzyMatchingStrategyBuilder().withFuzziness(0.4).build())
  .build()

const includingPairs = new yoti.DocumentRestrictionsFilterBuilder()
  .forWhitelist()
  .withDocumentRestriction(
    new yoti.DocumentRestrictionBuilder()
      .withCountries(['GBR', 'IRL'])
      .withDocumentTypes(['PASSPORT'])
      .build(),
  )
  .withAllowExpiredDocuments(false)
  .withAllowNonLatinDocuments(true)
  .build()

const excludingPairs = new yoti.DocumentRestrictionsFilterBuilder()
  .forBlacklist()
  .withDocumentRestriction(new yoti.DocumentRestrictionBuilder().withCountries(['USA']).build())
  .build()

const includingLists = new yoti.OrthogonalRestrictionsFilterBuilder()
  .withWhitelistedCountries(['FRA'])
  .withWhitelistedDocumentTypes(['DRIVING_LICENCE', 'STATE_ID'])
  .withAllowExpiredDocuments(true)
  .build()

const excludingLists = new yoti.OrthogonalRestrictionsFilterBuilder()
  .withBlacklistedCountries(['FRA'])
  .withBlacklistedDocumentTypes(['NATIONAL_ID'])
  .withAllowNonLatinDocuments(false)
  .build()

const acceptOnly = (filter: Parameters<yoti.RequiredIdDocumentBuilder['withFilter']>[0]) =>
  new yoti.RequiredIdDocumentBuilder().withFilter(filter).build()

const proofOfAddress = new yoti.RequiredSupplementaryDocumentBuilder()
  .withObjective(new yoti.ProofOfAddressObjectiveBuilder().build())
  .withDocumentTypes(['UTILITY_BILL'])
  .withCountryCodes(['GBR'])
  .build()

const notifications = () =>
  new yoti.NotificationConfigBuilder().withEndpoint('https://rp.example/yoti?a=1')

/** Session specifications that call every method of Yoti's builders. */
export const OFFICIAL_SPECS = {
  'a session with every check': new yoti.SessionSpecificationBuilder()
    .withClientSessionTokenTtl(900)
    .withResourcesTtl(604_800)
    // Any characters, because the signature covers bytes.
    .withUserTrackingId('ümlaut "quoted" \u2028 \u{1f600}')
    .withNotifications(
      notifications()
        .withAuthToken('user:password')
        .withAuthTypeBasic()
        .forResourceUpdate()
        .forTaskCompletion()
        .forCheckCompletion()
        .forSessionCompletion()
        .build(),
    )
    .withRequestedCheck(authenticity().withManualCheckAlways().build())
    .withRequestedCheck(
      new yoti.RequestedLivenessCheckBuilder().forStaticLiveness().withMaxRetries(3).build(),
    )
    .withRequestedCheck(faceMatch().withManualCheckFallback().build())
    .withRequestedCheck(
      new yoti.RequestedFaceComparisonCheckBuilder().withManualCheckNever().build(),
    )
    .withRequestedCheck(new yoti.RequestedIdDocumentComparisonCheckBuilder().build())
    .withRequestedCheck(new yoti.RequestedThirdPartyIdentityCheckBuilder().build())
    .withRequestedCheck(
      new yoti.RequestedWatchlistScreeningCheckBuilder()
        .withAdverseMediaCategory()
        .withSanctionsCategory()
        .build(),
    )
    .withRequestedCheck(
      new yoti.RequestedWatchlistAdvancedCaCheckBuilder().withConfig(customSearch).build(),
    )
    .withRequestedCheck(
      new yoti.RequestedWatchlistAdvancedCaCheckBuilder().withConfig(yotiSearch).build(),
    )
    .withRequestedTask(
      textExtraction()
        .withManualCheckAlways()
        .withChipDataDesired()
        .withCreateExpandedDocumentFields(true)
        .build(),
    )
    .withRequestedTask(supplementaryTextExtraction().withManualCheckNever().build())
    .withRequiredDocument(acceptOnly(includingPairs))
    .withRequiredDocument(acceptOnly(includingLists))
    .withRequiredDocument(proofOfAddress)
    .withSdkConfig(
      new yoti.SdkConfigBuilder()
        .withAllowsCameraAndUpload()
        .withPrimaryColour('#2d9fff')
        .withSecondaryColour('#FFFFFF')
        .withFontColour('#000000')
        .withLocale('es-419')
        .withPresetIssuingCountry('GBR')
        .withSuccessUrl('https://rp.example/success')
        .withErrorUrl('https://rp.example/error')
        .withPrivacyPolicyUrl('https://rp.example/privacy#top')
        .withEarlyBiometricConsentFlow()
        .withAllowHandoff(true)
        .withIdDocumentTextExtractionGenericRetries(3)
        .withIdDocumentTextExtractionReclassificationRetries(2)
        .withBrandId('brand')
        .withSuppressedScreens(['ID_DOCUMENT_EDUCATION', 'FLOW_COMPLETION'])
        .build(),
    )
    .withBlockBiometricConsent(true)
    .build(),

  'a session with the other settings': new yoti.SessionSpecificationBuilder()
    .withSessionDeadline(new Date('2099-01-31T12:00:00.123Z'))
    .withNotifications(
      notifications().withAuthToken('token').withAuthTypeBearer().withTopic('a_new_topic').build(),
    )
    .withRequestedCheck(authenticity().build())
    .withRequestedCheck(
      new yoti.RequestedLivenessCheckBuilder().forZoomLiveness().withMaxRetries(1).build(),
    )
    .withRequestedCheck(faceMatch().withManualCheckNever().build())
    .withRequestedTask(textExtraction().withManualCheckFallback().withChipDataIgnore().build())
    .withRequestedTask(supplementaryTextExtraction().withManualCheckFallback().build())
    .withRequiredDocument(acceptOnly(excludingPairs))
    .withRequiredDocument(acceptOnly(excludingLists))
    .withSdkConfig(
      new yoti.SdkConfigBuilder().withAllowsCamera().withJustInTimeBiometricConsentFlow().build(),
    )
    .build(),

  'an identity profile': new yoti.SessionSpecificationBuilder()
    .withSubject({ subject_id: 'subject-1' })
    .withIdentityProfileRequirements({
      trust_framework: 'UK_TFIDA',
      scheme: { type: 'DBS', objective: 'BASIC' },
    })
    .build(),

  'an advanced identity profile': new yoti.SessionSpecificationBuilder()
    .withAdvancedIdentityProfileRequirements(
      new yoti.AdvancedIdentityProfileRequirementsBuilder()
        .withProfile(
          new yoti.AdvancedIdentityProfileBuilder()
            .withTrustFramework('YOTI_GLOBAL')
            .withScheme(
              new yoti.AdvancedIdentityProfileSchemeBuilder()
                .withType('IDENTITY')
                .withObjective('AL_L1')
                .withLabel('identity')
                // NOTE: the package exports the built config under this name.
                .withConfig(new yoti.AdvancedIdentityProfileSchemeConfigBuilder(includingPairs))
                .build(),
            )
            .build(),
        )
        .build(),
    )
    .build(),
}
