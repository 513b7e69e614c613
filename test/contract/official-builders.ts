import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import type yoti from 'yoti'

type Builder = Record<string, (...args: unknown[]) => Builder> & { build: () => object }
type BuilderClass = new () => Builder

interface BuilderRules {
  /** The arguments of each method. */
  methods: Record<string, () => fc.Arbitrary<unknown[]>>
  /** Of each group, one method is called. */
  needed?: string[][]
}

const require = createRequire(import.meta.url)
const SOURCES = join(dirname(require.resolve('yoti')), 'src/idv_service/session/create')

/** The builders of `POST /sessions` in the official SDK, by name. An abstract one builds nothing. */
export const OFFICIAL_BUILDERS = new Map(
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.builder.js') && !file.startsWith('face_capture'))
    .map((file) => require(join(SOURCES, file)) as BuilderClass)
    .filter(({ prototype }) => Object.hasOwn(prototype as object, 'build'))
    .map((builder) => [builder.name, builder]),
)

/** The methods of a builder with those that it inherits. */
export function listMethods({ prototype }: BuilderClass): string[] {
  const names: string[] = []
  for (let at = prototype as object; at !== Object.prototype;) {
    names.push(...Object.getOwnPropertyNames(at))
    at = Object.getPrototypeOf(at) as object
  }
  return [...new Set(names)].filter((name) => !['constructor', 'build'].includes(name))
}

/** Each `Builder.method` that the generator has called. */
export const CALLED = new Set<string>()

const nothing = () => fc.constant<unknown[]>([])
const oneOf =
  (...values: unknown[]) =>
  () =>
    fc.constantFrom(...values).map((value) => [value])
const someOf =
  (...values: string[]) =>
  () =>
    fc.subarray(values, { minLength: 1 }).map((list) => [list])
const flag = oneOf(true, false)
const integer = (min: number, max: number) => () => fc.integer({ min, max }).map((n) => [n])
/** Any characters, because the signature covers bytes. */
const text = () => fc.string({ unit: 'grapheme', minLength: 1 }).map((value) => [value])
const url = () =>
  fc
    .webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true })
    .map((value) => [value])
const colour = () =>
  fc.integer({ min: 0, max: 0xffffff }).map((n) => [`#${n.toString(16).padStart(6, '0')}`])
const built =
  (...names: string[]) =>
  () =>
    fc.oneof(...names.map(arbitraryOf)).map((value) => [value])

const countries = someOf('GBR', 'IRL', 'USA', 'JPN', 'XKX', 'RKS')
const documentTypes = someOf('PASSPORT', 'DRIVING_LICENCE', 'STATE_ID', 'NEW_DOCUMENT')
const retries = integer(1, 9)
const manualChecks = ['withManualCheckAlways', 'withManualCheckFallback', 'withManualCheckNever']
const manualCheck = Object.fromEntries(manualChecks.map((name) => [name, nothing]))
const filterFlags = { withAllowExpiredDocuments: flag, withAllowNonLatinDocuments: flag }
const filter = built('DocumentRestrictionsFilterBuilder', 'OrthogonalRestrictionsFilterBuilder')
const search = {
  withRemoveDeceased: flag,
  withShareUrl: flag,
  withSources: built('RequestedTypeListSourcesBuilder', 'RequestedSearchProfileSourcesBuilder'),
  withMatchingStrategy: built(
    'RequestedExactMatchingStrategyBuilder',
    'RequestedFuzzyMatchingStrategyBuilder',
  ),
}
const checks = [
  'RequestedDocumentAuthenticityCheckBuilder',
  'RequestedFaceComparisonCheckBuilder',
  'RequestedFaceMatchCheckBuilder',
  'RequestedIdDocumentComparisonCheckBuilder',
  'RequestedLivenessCheckBuilder',
  'RequestedThirdPartyIdentityCheckBuilder',
  'RequestedWatchlistAdvancedCaCheckBuilder',
  'RequestedWatchlistScreeningCheckBuilder',
]
const frameworks = ['UK_TFIDA', 'YOTI_GLOBAL'] as const
const schemes = {
  UK_TFIDA: [['RTW'], ['RTR'], ['DBS', 'BASIC'], ['DBS_RTW', 'ENHANCED']],
  YOTI_GLOBAL: [['IDENTITY', 'AL_L1'], ['IDENTITY_PLUS_ADDRESS', 'AL_M1'], ['GBR_RTW_SHARECODE']],
}

/** What each builder is given. Its words are the documented ones, and new ones where Yoti may add them. */
export const RULES: Record<string, BuilderRules> = {
  SessionSpecificationBuilder: {
    methods: {
      withClientSessionTokenTtl: integer(300, 500_000),
      withSessionDeadline: () =>
        fc
          .date({ min: new Date('2040-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
          .map((date) => [date]),
      withResourcesTtl: integer(600_000, 31_536_000),
      withUserTrackingId: text,
      withNotifications: built('NotificationConfigBuilder'),
      withRequestedCheck: built(...checks),
      withRequestedTask: built(
        'RequestedTextExtractionTaskBuilder',
        'RequestedSupplementaryDocTextExtractionTaskBuilder',
      ),
      withSdkConfig: built('SdkConfigBuilder'),
      withRequiredDocument: built(
        'RequiredIdDocumentBuilder',
        'RequiredSupplementaryDocumentBuilder',
      ),
      withBlockBiometricConsent: flag,
      withSubject: () =>
        fc
          .record(
            { subject_id: fc.string(), note: fc.dictionary(fc.string(), fc.jsonValue()) },
            { requiredKeys: [], noNullPrototype: true },
          )
          .map((subject) => [subject]),
      withIdentityProfileRequirements: () =>
        fc
          .constantFrom(...frameworks)
          .chain((trust_framework) =>
            fc
              .constantFrom(...schemes[trust_framework])
              .map(([type, objective]) => [{ trust_framework, scheme: { type, objective } }]),
          ),
      withAdvancedIdentityProfileRequirements: built('AdvancedIdentityProfileRequirementsBuilder'),
    },
    needed: [
      [
        'withRequestedCheck',
        'withRequestedTask',
        'withIdentityProfileRequirements',
        'withAdvancedIdentityProfileRequirements',
      ],
    ],
  },
  NotificationConfigBuilder: {
    methods: {
      withAuthToken: text,
      withAuthTypeBasic: nothing,
      withAuthTypeBearer: nothing,
      withEndpoint: url,
      forResourceUpdate: nothing,
      forTaskCompletion: nothing,
      forCheckCompletion: nothing,
      forSessionCompletion: nothing,
      withTopic: oneOf('CLIENT_SESSION_TOKEN_DELETED', 'session_completion', 'FIRST_BRANCH_VISIT'),
    },
    needed: [['withEndpoint']],
  },
  SdkConfigBuilder: {
    methods: {
      withAllowsCamera: nothing,
      withAllowsCameraAndUpload: nothing,
      withAllowedCaptureMethods: oneOf('CAMERA', 'CAMERA_AND_UPLOAD'),
      withPrimaryColour: colour,
      withSecondaryColour: colour,
      withFontColour: colour,
      withLocale: oneOf('en-GB', 'es-419', 'ar', 'el-GR'),
      withPresetIssuingCountry: oneOf('GBR', 'XKX'),
      withSuccessUrl: url,
      withErrorUrl: url,
      withPrivacyPolicyUrl: url,
      withEarlyBiometricConsentFlow: nothing,
      withJustInTimeBiometricConsentFlow: nothing,
      withBiometricConsentFlow: oneOf('EARLY', 'JUST_IN_TIME'),
      withAllowHandoff: flag,
      withIdDocumentTextExtractionCategoryRetries: () =>
        fc.tuple(fc.constantFrom('GENERIC', 'NEW_CATEGORY'), fc.integer({ min: 1, max: 9 })),
      withIdDocumentTextExtractionReclassificationRetries: retries,
      withIdDocumentTextExtractionGenericRetries: retries,
      withBrandId: text,
      withSuppressedScreens: someOf('ID_DOCUMENT_EDUCATION', 'FLOW_COMPLETION', 'A_NEW_SCREEN'),
    },
  },
  RequestedDocumentAuthenticityCheckBuilder: { methods: manualCheck },
  RequestedFaceComparisonCheckBuilder: {
    methods: { withManualCheckNever: nothing },
    needed: [['withManualCheckNever']],
  },
  RequestedFaceMatchCheckBuilder: { methods: manualCheck, needed: [manualChecks] },
  RequestedIdDocumentComparisonCheckBuilder: { methods: {} },
  RequestedLivenessCheckBuilder: {
    methods: {
      forZoomLiveness: nothing,
      forStaticLiveness: nothing,
      forLivenessType: oneOf('ZOOM', 'STATIC'),
      withMaxRetries: retries,
    },
    needed: [['forZoomLiveness', 'forStaticLiveness', 'forLivenessType']],
  },
  RequestedThirdPartyIdentityCheckBuilder: { methods: {} },
  RequestedWatchlistScreeningCheckBuilder: {
    methods: {
      withAdverseMediaCategory: nothing,
      withSanctionsCategory: nothing,
      withCategory: oneOf('ADVERSE-MEDIA', 'SANCTIONS'),
    },
  },
  RequestedWatchlistAdvancedCaCheckBuilder: {
    methods: {
      withConfig: built(
        'RequestedYotiAccountWatchlistAdvancedCaConfigBuilder',
        'RequestedCustomAccountWatchlistAdvancedCaConfigBuilder',
      ),
    },
    needed: [['withConfig']],
  },
  RequestedYotiAccountWatchlistAdvancedCaConfigBuilder: { methods: search },
  RequestedCustomAccountWatchlistAdvancedCaConfigBuilder: {
    methods: {
      ...search,
      withApiKey: text,
      withMonitoring: flag,
      withTags: () =>
        fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }).map((tags) => [tags]),
      withClientRef: text,
    },
    needed: [['withApiKey'], ['withClientRef']],
  },
  RequestedExactMatchingStrategyBuilder: { methods: {} },
  RequestedFuzzyMatchingStrategyBuilder: {
    methods: { withFuzziness: () => fc.double({ min: 0, max: 1, noNaN: true }).map((n) => [n]) },
  },
  RequestedSearchProfileSourcesBuilder: {
    methods: { withSearchProfile: text },
    needed: [['withSearchProfile']],
  },
  RequestedTypeListSourcesBuilder: {
    methods: { withTypes: someOf('sanction', 'pep-class-4', 'adverse-media-general', 'new-list') },
  },
  RequestedTextExtractionTaskBuilder: {
    methods: {
      ...manualCheck,
      withChipDataDesired: nothing,
      withChipDataIgnore: nothing,
      withCreateExpandedDocumentFields: flag,
    },
    needed: [manualChecks],
  },
  RequestedSupplementaryDocTextExtractionTaskBuilder: {
    methods: manualCheck,
    needed: [manualChecks],
  },
  RequiredIdDocumentBuilder: { methods: { withFilter: filter } },
  RequiredSupplementaryDocumentBuilder: {
    methods: {
      withCountryCodes: countries,
      withDocumentTypes: someOf('UTILITY_BILL', 'VETERAN_CARD', 'A_NEW_LETTER'),
      withObjective: built('ProofOfAddressObjectiveBuilder'),
    },
    needed: [['withObjective']],
  },
  ProofOfAddressObjectiveBuilder: { methods: {} },
  DocumentRestrictionsFilterBuilder: {
    methods: {
      forWhitelist: nothing,
      forBlacklist: nothing,
      withDocumentRestriction: built('DocumentRestrictionBuilder'),
      ...filterFlags,
    },
    needed: [['forWhitelist', 'forBlacklist'], ['withDocumentRestriction']],
  },
  DocumentRestrictionBuilder: {
    methods: { withDocumentTypes: documentTypes, withCountries: countries },
  },
  OrthogonalRestrictionsFilterBuilder: {
    methods: {
      withWhitelistedCountries: countries,
      withBlacklistedCountries: countries,
      withWhitelistedDocumentTypes: documentTypes,
      withBlacklistedDocumentTypes: documentTypes,
      ...filterFlags,
    },
  },
  AdvancedIdentityProfileRequirementsBuilder: {
    methods: { withProfile: built('AdvancedIdentityProfileBuilder') },
    needed: [['withProfile']],
  },
  AdvancedIdentityProfileBuilder: {
    methods: {
      withTrustFramework: oneOf('YOTI_GLOBAL'),
      withScheme: built('AdvancedIdentityProfileSchemeBuilder'),
    },
    needed: [['withTrustFramework'], ['withScheme']],
  },
  AdvancedIdentityProfileSchemeBuilder: {
    methods: {
      withType: oneOf('IDENTITY', 'IDENTITY_PLUS_ADDRESS'),
      withObjective: oneOf('AL_L1', 'AL_M1'),
      withLabel: text,
      withConfig: built('AdvancedIdentityProfileSchemeConfigBuilder'),
    },
    needed: [['withType'], ['withLabel']],
  },
  AdvancedIdentityProfileSchemeConfigBuilder: { methods: { withFilter: filter } },
}

/** Calls the methods of a builder in any order and number, and then those that it needs. */
function arbitraryOf(name: string): fc.Arbitrary<object> {
  const { methods, needed = [] } = RULES[name] ?? { methods: {} }
  const call = (method: string) => (methods[method] ?? nothing)().map((args) => ({ method, args }))
  const any = Object.keys(methods).map(call)
  return fc
    .tuple(
      any.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...any), { maxLength: 6 }),
      ...needed.map((group) => fc.oneof(...group.map(call))),
    )
    .map(([some, ...last]) => {
      const builder = createBuilder(name)
      for (const { method, args } of [...some, ...last]) {
        builder[method]?.(...args)
        CALLED.add(`${name}.${method}`)
      }
      return builder.build()
    })
}

function createBuilder(name: string): Builder {
  const OfficialBuilder = OFFICIAL_BUILDERS.get(name)
  if (OfficialBuilder === undefined) throw new Error(`The SDK has no ${name}.`)
  return new OfficialBuilder()
}

type Specification = ReturnType<yoti.SessionSpecificationBuilder['build']>

/** Any specification of the official builders. Yoti takes one of TTL and deadline only. */
export const officialSpec = (
  arbitraryOf('SessionSpecificationBuilder') as fc.Arbitrary<Specification>
).filter((spec) => {
  const { client_session_token_ttl: ttl, session_deadline: deadline } = toJson(spec)
  return ttl === undefined || deadline === undefined
})

export function toJson(spec: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(spec)) as Record<string, unknown>
}
