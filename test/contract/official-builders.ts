import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import type yoti from 'yoti'

type Builder = Record<string, (...args: unknown[]) => Builder> & { build: () => object }
type BuilderClass = new () => Builder

const require = createRequire(import.meta.url)
const SOURCES = join(dirname(require.resolve('yoti')), 'src/idv_service/session/create')

/** The builders of `POST /sessions` in the official SDK, by name. An abstract one builds nothing. */
const BUILDERS = new Map(
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.builder.js') && !file.startsWith('face_capture'))
    .map((file) => require(join(SOURCES, file)) as BuilderClass)
    .filter(({ prototype }) => Object.hasOwn(prototype as object, 'build'))
    .map((builder) => [builder.name, builder]),
)

/** The methods of a builder with those that it inherits. */
function listMethods({ prototype }: BuilderClass): string[] {
  const names: string[] = []
  for (let at = prototype as object; at !== Object.prototype;) {
    names.push(...Object.getOwnPropertyNames(at))
    at = Object.getPrototypeOf(at) as object
  }
  return [...new Set(names)].filter((name) => !['constructor', 'build'].includes(name))
}

/** Each `Builder.method` of the SDK. */
export const METHODS = [...BUILDERS].flatMap(([name, builder]) =>
  listMethods(builder).map((method) => `${name}.${method}`),
)
/** Those that the generator has called. */
export const CALLED = new Set<string>()
/** Words that neither this server nor the emulator knows, because Yoti may add some. */
export const NEW_WORDS = 'NEW_CATEGORY NEW_DOCUMENT NEW_LETTER NEW_SCREEN VETERAN_CARD NEW-LIST'

const listOf = (words: string) => fc.subarray(words.split(' '), { minLength: 1 })
const wordOf = (words: string) => fc.constantFrom(...words.split(' '))
const flag = fc.boolean()
const retries = fc.integer({ min: 1, max: 9 })
/** Any characters, because the signature covers bytes. */
const text = fc.string({ unit: 'grapheme', minLength: 1 })
const url = fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true })
const colour = fc.stringMatching(/^#[\dA-Fa-f]{6}$/)
const countries = listOf('GBR IRL USA JPN XKX RKS')
const documentTypes = listOf('PASSPORT DRIVING_LICENCE STATE_ID NEW_DOCUMENT')
const deadline = fc.date({
  ...{ min: new Date('2040-01-01'), max: new Date('2090-01-01') },
  noInvalidDate: true,
})
const profile = fc.constantFrom(
  ...['RTW', 'RTR', 'DBS BASIC', 'DBS_RTW ENHANCED'].map((scheme) => `UK_TFIDA ${scheme}`),
  ...['IDENTITY AL_L1', 'GBR_RTW_SHARECODE'].map((scheme) => `YOTI_GLOBAL ${scheme}`),
)
/** What a builder of a matching name builds. */
const built = (names: RegExp): fc.Arbitrary<unknown> =>
  fc
    .constantFrom(...[...BUILDERS.keys()].filter((name) => names.test(name)))
    .chain((name) => arbitraryOf(name))

/** The arguments of methods whose names are alike. */
const PATTERNS: [RegExp, fc.Arbitrary<unknown>][] = [
  [/^with(Allow|Block|Create|Monitoring|Remove|Share)/, flag],
  [/(Url|Endpoint)$/, url],
  [/Colour$/, colour],
  [/(Countries|CountryCodes)$/, countries],
  [/DocumentTypes$/, documentTypes],
  [/Retries$/, retries],
  [/(ApiKey|AuthToken|BrandId|ClientRef|Label|SearchProfile|TrackingId)$/, text],
]

/** The other arguments. A key with the builder wins. */
const ARGUMENTS: Record<string, fc.Arbitrary<unknown>> = {
  forLivenessType: wordOf('ZOOM STATIC'),
  withAdvancedIdentityProfileRequirements: built(/ProfileRequirementsBuilder$/),
  withAllowedCaptureMethods: wordOf('CAMERA CAMERA_AND_UPLOAD'),
  withBiometricConsentFlow: wordOf('EARLY JUST_IN_TIME'),
  withCategory: wordOf('ADVERSE-MEDIA SANCTIONS'),
  withClientSessionTokenTtl: fc.integer({ min: 300, max: 500_000 }),
  withConfig: built(/AdvancedCaConfigBuilder$/),
  'AdvancedIdentityProfileSchemeBuilder.withConfig': built(/SchemeConfigBuilder$/),
  withDocumentRestriction: built(/^DocumentRestrictionBuilder$/),
  'RequiredSupplementaryDocumentBuilder.withDocumentTypes': listOf(
    'UTILITY_BILL VETERAN_CARD NEW_LETTER',
  ),
  withFilter: built(/FilterBuilder$/),
  withFuzziness: fc.double({ min: 0, max: 1, noNaN: true }),
  withIdDocumentTextExtractionCategoryRetries: fc.tuple(wordOf('GENERIC NEW_CATEGORY'), retries),
  withIdentityProfileRequirements: profile.map((words) => {
    const [trust_framework, type, objective] = words.split(' ')
    return { trust_framework, scheme: { type, objective } }
  }),
  withLocale: wordOf('en-GB es-419 ar el-GR'),
  withMatchingStrategy: built(/MatchingStrategyBuilder$/),
  withNotifications: built(/^NotificationConfigBuilder$/),
  withObjective: wordOf('AL_L1 AL_M1'),
  'RequiredSupplementaryDocumentBuilder.withObjective': built(/ObjectiveBuilder$/),
  withPresetIssuingCountry: wordOf('GBR XKX'),
  withProfile: built(/^AdvancedIdentityProfileBuilder$/),
  withRequestedCheck: built(/CheckBuilder$/),
  withRequestedTask: built(/TaskBuilder$/),
  withRequiredDocument: built(/^Required.*DocumentBuilder$/),
  withResourcesTtl: fc.integer({ min: 600_000, max: 31_536_000 }),
  withScheme: built(/ProfileSchemeBuilder$/),
  withSdkConfig: built(/^SdkConfigBuilder$/),
  withSessionDeadline: deadline,
  withSources: built(/SourcesBuilder$/),
  withSubject: fc.record(
    { subject_id: fc.string(), note: fc.dictionary(fc.string(), fc.jsonValue()) },
    { requiredKeys: [], noNullPrototype: true },
  ),
  withSuppressedScreens: listOf('ID_DOCUMENT_EDUCATION FLOW_COMPLETION NEW_SCREEN'),
  withTags: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
  withTopic: wordOf('CLIENT_SESSION_TOKEN_DELETED session_completion FIRST_BRANCH_VISIT'),
  withTrustFramework: wordOf('YOTI_GLOBAL'),
  withType: wordOf('IDENTITY IDENTITY_PLUS_ADDRESS'),
  withTypes: listOf('sanction pep-class-4 adverse-media-general NEW-LIST'),
}

const MANUAL_CHECK = 'withManualCheckAlways withManualCheckFallback withManualCheckNever'

/** What a builder requires: one method of each group. */
const REQUIRED: Record<string, string[]> = {
  SessionSpecificationBuilder: [
    'withRequestedCheck withRequestedTask withIdentityProfileRequirements withAdvancedIdentityProfileRequirements',
  ],
  NotificationConfigBuilder: ['withEndpoint'],
  RequestedFaceComparisonCheckBuilder: ['withManualCheckNever'],
  RequestedFaceMatchCheckBuilder: [MANUAL_CHECK],
  RequestedLivenessCheckBuilder: ['forZoomLiveness forStaticLiveness forLivenessType'],
  RequestedWatchlistAdvancedCaCheckBuilder: ['withConfig'],
  RequestedCustomAccountWatchlistAdvancedCaConfigBuilder: ['withApiKey', 'withClientRef'],
  RequestedSearchProfileSourcesBuilder: ['withSearchProfile'],
  RequestedTextExtractionTaskBuilder: [MANUAL_CHECK],
  RequestedSupplementaryDocTextExtractionTaskBuilder: [MANUAL_CHECK],
  RequiredSupplementaryDocumentBuilder: ['withObjective'],
  DocumentRestrictionsFilterBuilder: ['forWhitelist forBlacklist', 'withDocumentRestriction'],
  AdvancedIdentityProfileRequirementsBuilder: ['withProfile'],
  AdvancedIdentityProfileBuilder: ['withTrustFramework', 'withScheme'],
  AdvancedIdentityProfileSchemeBuilder: ['withType', 'withLabel'],
}

/** Calls the methods of a builder in any order and number, and then those that it requires. */
function arbitraryOf(name: string): fc.Arbitrary<object> {
  const OfficialBuilder = BUILDERS.get(name)
  if (OfficialBuilder === undefined) throw new Error(`The SDK has no ${name}.`)
  const call = (method: string): fc.Arbitrary<{ method: string; args: unknown[] }> => {
    const { length } = (OfficialBuilder.prototype as Builder)[method] ?? []
    if (length === 0) return fc.constant({ method, args: [] })
    const argument =
      ARGUMENTS[`${name}.${method}`] ??
      ARGUMENTS[method] ??
      PATTERNS.find(([pattern]) => pattern.test(method))?.[1]
    if (argument === undefined) throw new Error(`${name}.${method} needs an argument.`)
    return argument.map((value) => ({ method, args: length === 1 ? [value] : [value].flat() }))
  }
  const any = listMethods(OfficialBuilder).map(call)
  const groups = (REQUIRED[name] ?? []).map((group) => fc.oneof(...group.split(' ').map(call)))
  const some = any.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...any), { maxLength: 6 })
  return fc.tuple(some, ...groups).map(([first, ...last]) => {
    const builder = new OfficialBuilder()
    for (const { method, args } of [...first, ...last]) {
      builder[method]?.(...args)
      CALLED.add(`${name}.${method}`)
    }
    return builder.build()
  })
}

type Specification = ReturnType<yoti.SessionSpecificationBuilder['build']>

/** Any specification of the official builders. Yoti takes one of TTL and deadline only. */
export const officialSpec = (
  arbitraryOf('SessionSpecificationBuilder') as fc.Arbitrary<Specification>
).filter((spec) => {
  const { client_session_token_ttl: ttl, session_deadline: end } = toJson(spec)
  return ttl === undefined || end === undefined
})

export function toJson(spec: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(spec)) as Record<string, unknown>
}
