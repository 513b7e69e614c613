import fc from 'fast-check'
import type {
  DocumentFilter,
  NotificationsConfig,
  RequestedTask,
  RequiredDocument,
  SessionSpec,
} from '../../src/yoti/session-spec.js'
import { allowsDocument } from '../../src/yoti/allows-document.js'
import { checkArbitrary } from './check-arbitrary.js'
import { sdkConfigArbitrary } from './sdk-config-arbitrary.js'
import {
  countryCodes,
  documentTypes,
  inclusion,
  manualCheck,
  constantFrom,
  requestedItem,
  text,
} from './spec-arbitraries.js'

const flags = {
  allow_expired_documents: fc.boolean(),
  allow_non_latin_documents: fc.boolean(),
}

const filterArbitrary: fc.Arbitrary<DocumentFilter> = fc.oneof(
  fc.record(
    {
      type: fc.constant('ORTHOGONAL_RESTRICTIONS' as const),
      country_restriction: fc.record({ inclusion, country_codes: countryCodes }),
      type_restriction: fc.record({ inclusion, document_types: documentTypes }),
      ...flags,
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('DOCUMENT_RESTRICTIONS' as const),
      inclusion,
      documents: fc.array(
        fc.record(
          { document_types: documentTypes, country_codes: countryCodes },
          { requiredKeys: [] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
      ...flags,
    },
    { requiredKeys: ['type', 'inclusion', 'documents'] },
  ),
)

// For the preset country.
const filter = filterArbitrary.filter((each) =>
  ['GBR', 'FRA'].every((country) =>
    ['PASSPORT', 'DRIVING_LICENCE', 'NATIONAL_ID', 'STATE_ID'].some((type) =>
      allowsDocument(each, { country, type, isStrictlyLatin: true }),
    ),
  ),
)

const task: fc.Arbitrary<RequestedTask> = fc.oneof(
  requestedItem(
    'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
    fc.record(
      {
        manual_check: manualCheck,
        chip_data: constantFrom('DESIRED', 'IGNORE'),
        create_expanded_document_fields: fc.boolean(),
      },
      { requiredKeys: ['manual_check'] },
    ),
  ),
  requestedItem(
    'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
    fc.record({ manual_check: manualCheck }),
  ),
)

const requiredDocument: fc.Arbitrary<RequiredDocument> = fc.oneof(
  fc.record({ type: fc.constant('ID_DOCUMENT' as const), filter }, { requiredKeys: ['type'] }),
  fc.record(
    {
      type: fc.constant('SUPPLEMENTARY_DOCUMENT' as const),
      objective: fc.constant({ type: 'PROOF_OF_ADDRESS' as const }),
      document_types: fc.uniqueArray(constantFrom('UTILITY_BILL', 'BANK_STATEMENT'), {
        minLength: 1,
      }),
      country_codes: countryCodes,
    },
    { requiredKeys: ['type', 'objective'] },
  ),
)

const endpoint = fc.webUrl({ validSchemes: ['https'], withQueryParameters: true })
const topics = fc.uniqueArray(
  constantFrom(
    'RESOURCE_UPDATE',
    'TASK_COMPLETION',
    'CHECK_COMPLETION',
    'SESSION_COMPLETION',
    'CLIENT_SESSION_TOKEN_DELETED',
  ),
)
const notifications: fc.Arbitrary<NotificationsConfig> = fc.oneof(
  fc.record({ auth_token: text, endpoint, topics }, { requiredKeys: ['endpoint', 'topics'] }),
  fc.record({
    auth_token: text.map((password) => `user:${password}`),
    auth_type: constantFrom('BASIC', 'BEARER'),
    endpoint,
    topics,
  }),
)

/** With the objective that the scheme requires. */
const SCHEMES = {
  UK_TFIDA: fc.oneof(
    fc.record({
      type: constantFrom('DBS', 'DBS_RTW'),
      objective: constantFrom('BASIC', 'ENHANCED'),
    }),
    fc.record({ type: constantFrom('RTW', 'RTR') }),
  ),
  YOTI_GLOBAL: fc.record({
    type: constantFrom('IDENTITY'),
    objective: constantFrom('AL_L1', 'AL_M1'),
  }),
}
const schemeExtras = fc.record({ config: fc.record({ filter }) }, { requiredKeys: [] })
const trustFramework = constantFrom('UK_TFIDA', 'YOTI_GLOBAL')

const simpleProfile = trustFramework.chain((framework) =>
  fc.record({ trust_framework: fc.constant(framework), scheme: SCHEMES[framework] }),
)
const advancedProfile = fc.uniqueArray(text, { minLength: 3, maxLength: 3 }).chain((labels) =>
  fc.record({
    profiles: fc.tuple(
      trustFramework.chain((framework) =>
        fc.record({
          trust_framework: fc.constant(framework),
          schemes: fc
            .array(fc.tuple(SCHEMES[framework], schemeExtras), { minLength: 1, maxLength: 3 })
            .map((schemes) =>
              schemes.map(([what, more], index) => ({
                ...what,
                ...more,
                label: labels[index] ?? 'one',
              })),
            ),
        }),
      ),
    ),
  }),
)

const readType = ({ type }: { type: string }) => type

const parts: fc.Arbitrary<Omit<SessionSpec, 'client_session_token_ttl' | 'session_deadline'>> =
  fc.record(
    {
      resources_ttl: fc.integer({ min: 200_000, max: 31_536_000 }),
      user_tracking_id: text,
      notifications,
      requested_checks: fc.uniqueArray(checkArbitrary, { maxLength: 6, selector: readType }),
      requested_tasks: fc.uniqueArray(task, { maxLength: 2, selector: readType }),
      sdk_config: sdkConfigArbitrary,
      required_documents: fc.array(requiredDocument, { maxLength: 3 }),
      block_biometric_consent: fc.boolean(),
      identity_profile_requirements: simpleProfile,
      subject: fc.record({ subject_id: text }),
      advanced_identity_profile_requirements: advancedProfile,
    },
    // The official builder always sends these three fields.
    { requiredKeys: ['requested_checks', 'requested_tasks', 'required_documents'] },
  )

const time: fc.Arbitrary<Pick<SessionSpec, 'client_session_token_ttl' | 'session_deadline'>> =
  fc.oneof(
    fc.constant({}),
    fc.integer({ min: 300, max: 100_000 }).map((ttl) => ({ client_session_token_ttl: ttl })),
    fc
      .date({
        min: new Date('2090-01-01T00:00:00Z'),
        max: new Date('2099-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((deadline) => ({ session_deadline: deadline.toISOString() })),
  )

/** Session specifications that Yoti's Node builders can express and that parseSessionSpec accepts. */
export const sessionSpecArbitrary: fc.Arbitrary<SessionSpec> = fc
  .tuple(time, parts)
  .map(([when, what]) => addMissingRequirements({ ...when, ...what }))

const ANY_LIVENESS = {
  type: 'LIVENESS',
  config: { max_retries: 1, liveness_type: 'STATIC' },
} as const
const ANY_EXTRACTION = {
  type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
  config: { manual_check: 'NEVER' },
} as const

const TWO_DOCUMENTS = [{ type: 'ID_DOCUMENT' }, { type: 'ID_DOCUMENT' }] as const
const ANY_SUPPLEMENTARY = {
  type: 'SUPPLEMENTARY_DOCUMENT',
  objective: { type: 'PROOF_OF_ADDRESS' },
} as const

const has = (asked: readonly { type: string }[], type: string) =>
  asked.some((each) => each.type === type)

/** Some checks and tasks need others or documents, and a session needs at least one. */
function addMissingRequirements(spec: SessionSpec): SessionSpec {
  // An identity profile adds them automatically.
  if (spec.identity_profile_requirements ?? spec.advanced_identity_profile_requirements) return spec
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  const documents = spec.required_documents ?? []
  const comparesDocuments = checks.some(({ type }) => type === 'ID_DOCUMENT_COMPARISON')
  const readsSupplementary = tasks.some(({ type }) => type.startsWith('SUPPLEMENTARY'))
  return {
    ...spec,
    required_documents:
      comparesDocuments || readsSupplementary || documents.length > 0
        ? [...documents, ...TWO_DOCUMENTS, ANY_SUPPLEMENTARY]
        : [],
    requested_checks:
      checks.length === 0 || has(checks, 'LIVENESS') ? checks : [...checks, ANY_LIVENESS],
    requested_tasks: has(tasks, ANY_EXTRACTION.type) ? tasks : [...tasks, ANY_EXTRACTION],
  }
}
