import yoti from 'yoti'
import type {
  DocumentFilter,
  RequestedItem,
  RequiredDocument,
  SessionSpec,
} from '../../src/yoti/session-spec.js'
import { buildOfficialCheck, withManualCheck } from './build-official-check.js'
import { buildOfficialSdkConfig } from './build-official-sdk-config.js'
import type { SessionSpecification } from '../../emulator/test/contract/official-sdk-fixture.js'

type Notifications = NonNullable<SessionSpec['notifications']>
type AdvancedProfiles = NonNullable<SessionSpec['advanced_identity_profile_requirements']>

/** @throws Error for fields that Yoti's builders do not have */
export function buildOfficialSpec(spec: SessionSpec): SessionSpecification {
  const builder = new yoti.SessionSpecificationBuilder()
  for (const check of spec.requested_checks ?? [])
    builder.withRequestedCheck(buildOfficialCheck(check))
  for (const task of spec.requested_tasks ?? []) builder.withRequestedTask(buildTask(task))
  for (const document of spec.required_documents ?? [])
    builder.withRequiredDocument(buildDocument(document))
  const { client_session_token_ttl: ttl, session_deadline: deadline } = spec
  if (ttl !== undefined) builder.withClientSessionTokenTtl(ttl)
  if (deadline !== undefined) builder.withSessionDeadline(new Date(deadline))
  if (spec.resources_ttl !== undefined) builder.withResourcesTtl(spec.resources_ttl)
  if (spec.user_tracking_id !== undefined) builder.withUserTrackingId(spec.user_tracking_id)
  if (spec.notifications) builder.withNotifications(buildNotifications(spec.notifications))
  if (spec.sdk_config) builder.withSdkConfig(buildOfficialSdkConfig(spec.sdk_config))
  if (spec.block_biometric_consent !== undefined)
    builder.withBlockBiometricConsent(spec.block_biometric_consent)
  if (spec.subject) builder.withSubject({ subject_id: spec.subject.subject_id })
  const simple = spec.identity_profile_requirements
  if (simple) {
    const { type, objective } = simple.scheme
    builder.withIdentityProfileRequirements({
      trust_framework: simple.trust_framework,
      scheme: { type, objective },
    })
  }
  const advanced = spec.advanced_identity_profile_requirements
  if (advanced) builder.withAdvancedIdentityProfileRequirements(buildAdvancedProfiles(advanced))
  return builder.build()
}

function buildTask({ type, config = {} }: RequestedItem) {
  if (type === 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION') {
    const builder = new yoti.RequestedSupplementaryDocTextExtractionTaskBuilder()
    return withManualCheck(builder, config).build()
  }
  const builder = withManualCheck(new yoti.RequestedTextExtractionTaskBuilder(), config)
  if (config.chip_data === 'DESIRED') builder.withChipDataDesired()
  if (config.chip_data === 'IGNORE') builder.withChipDataIgnore()
  if (config.create_expanded_document_fields !== undefined)
    builder.withCreateExpandedDocumentFields(config.create_expanded_document_fields)
  return builder.build()
}

function buildDocument(document: RequiredDocument) {
  if (document.type === 'ID_DOCUMENT') {
    const builder = new yoti.RequiredIdDocumentBuilder()
    if (document.filter) builder.withFilter(buildFilter(document.filter))
    return builder.build()
  }
  const objective = new yoti.ProofOfAddressObjectiveBuilder().build()
  const builder = new yoti.RequiredSupplementaryDocumentBuilder().withObjective(objective)
  if (document.document_types) builder.withDocumentTypes(document.document_types)
  if (document.country_codes) builder.withCountryCodes(document.country_codes)
  return builder.build()
}

function buildFilter(filter: DocumentFilter) {
  const { allow_expired_documents: expired, allow_non_latin_documents: nonLatin } = filter
  if (filter.type === 'ORTHOGONAL_RESTRICTIONS') {
    const builder = new yoti.OrthogonalRestrictionsFilterBuilder()
    const { country_restriction: countries, type_restriction: types } = filter
    if (countries?.inclusion === 'WHITELIST')
      builder.withWhitelistedCountries(countries.country_codes)
    if (countries?.inclusion === 'BLACKLIST')
      builder.withBlacklistedCountries(countries.country_codes)
    if (types?.inclusion === 'WHITELIST') builder.withWhitelistedDocumentTypes(types.document_types)
    if (types?.inclusion === 'BLACKLIST') builder.withBlacklistedDocumentTypes(types.document_types)
    if (expired !== undefined) builder.withAllowExpiredDocuments(expired)
    if (nonLatin !== undefined) builder.withAllowNonLatinDocuments(nonLatin)
    return builder.build()
  }
  const builder = new yoti.DocumentRestrictionsFilterBuilder()
  if (filter.inclusion === 'WHITELIST') builder.forWhitelist()
  if (filter.inclusion === 'BLACKLIST') builder.forBlacklist()
  for (const { country_codes: countries, document_types: types } of filter.documents ?? []) {
    const restriction = new yoti.DocumentRestrictionBuilder()
    if (countries) restriction.withCountries(countries)
    if (types) restriction.withDocumentTypes(types)
    builder.withDocumentRestriction(restriction.build())
  }
  if (expired !== undefined) builder.withAllowExpiredDocuments(expired)
  if (nonLatin !== undefined) builder.withAllowNonLatinDocuments(nonLatin)
  return builder.build()
}

function buildNotifications(notifications: Notifications) {
  const builder = new yoti.NotificationConfigBuilder().withEndpoint(notifications.endpoint)
  if (notifications.auth_token !== undefined) builder.withAuthToken(notifications.auth_token)
  if (notifications.auth_type === 'BASIC') builder.withAuthTypeBasic()
  if (notifications.auth_type === 'BEARER') builder.withAuthTypeBearer()
  for (const topic of notifications.topics ?? []) {
    if (topic === 'RESOURCE_UPDATE') builder.forResourceUpdate()
    else if (topic === 'TASK_COMPLETION') builder.forTaskCompletion()
    else if (topic === 'CHECK_COMPLETION') builder.forCheckCompletion()
    else if (topic === 'SESSION_COMPLETION') builder.forSessionCompletion()
    else builder.withTopic(topic)
  }
  return builder.build()
}

function buildAdvancedProfiles({ profiles }: AdvancedProfiles) {
  const builder = new yoti.AdvancedIdentityProfileRequirementsBuilder()
  for (const { trust_framework: framework, schemes } of profiles) {
    const profile = new yoti.AdvancedIdentityProfileBuilder().withTrustFramework(framework)
    for (const { type, objective, label = '', config } of schemes) {
      const scheme = new yoti.AdvancedIdentityProfileSchemeBuilder().withType(type).withLabel(label)
      if (objective !== undefined) scheme.withObjective(objective)
      // NOTE: the package exports the built config under this name.
      if (config?.filter)
        scheme.withConfig(
          new yoti.AdvancedIdentityProfileSchemeConfigBuilder(buildFilter(config.filter)),
        )
      profile.withScheme(scheme.build())
    }
    builder.withProfile(profile.build())
  }
  return builder.build()
}
