import { isDeepStrictEqual } from 'node:util'
import { describeExpectedValue, type SpecIssue } from './describe-issues.js'
import { allowsDocument, type DocumentFilter } from './document-filter.js'
import type { RequestedItem, RequiredDocument, SessionSpec } from './session-spec-schema.js'

const TYPES_REQUIRING_DOCUMENT = new Set<string>([
  'ID_DOCUMENT_AUTHENTICITY',
  'ID_DOCUMENT_FACE_MATCH',
  'ID_DOCUMENT_COMPARISON',
  'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
  'THIRD_PARTY_IDENTITY',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
  'IBV_VISUAL_REVIEW_CHECK',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
  'PROFILE_DOCUMENT_MATCH',
])

/** Without `required_documents`, Yoti requests one ID document if a check or task needs it. */
export function listRequiredDocuments(spec: SessionSpec): readonly RequiredDocument[] {
  const { required_documents: documents = [], requested_checks = [], requested_tasks = [] } = spec
  if (documents.length > 0) return documents
  const needed =
    requestsIdentityProfile(spec) ||
    [...requested_checks, ...requested_tasks].some(({ type }) => TYPES_REQUIRING_DOCUMENT.has(type))
  return needed ? [{ type: 'ID_DOCUMENT' }] : []
}

/** An identity profile adds its own checks and documents. */
export function requestsIdentityProfile(spec: SessionSpec): boolean {
  return (
    spec.identity_profile_requirements !== undefined ||
    spec.advanced_identity_profile_requirements !== undefined
  )
}

/** Finds contradictions for which Yoti would reject the session, or that no user could satisfy. */
export function findContradictions(spec: SessionSpec): SpecIssue[] {
  return [
    ...findMissingRequirements(spec),
    ...findDuplicates('requested_checks', spec.requested_checks),
    ...findDuplicates('requested_tasks', spec.requested_tasks),
    ...findImpossibleFilters(spec),
    ...findSchemeIssues(spec),
  ]
}

function findMissingRequirements(spec: SessionSpec): SpecIssue[] {
  // An identity profile adds checks, tasks and documents.
  if (requestsIdentityProfile(spec)) return []
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  if (checks.length + tasks.length === 0) {
    const message = 'expected at least one check, task or identity profile'
    return [{ path: ['requested_checks'], message }]
  }
  const types = new Set<string>([...checks, ...tasks].map(({ type }) => type))
  // Without a list, Yoti requests one identity document.
  const documents = spec.required_documents ?? [{ type: 'ID_DOCUMENT' }]
  const isInBranch = spec.ibv_options !== undefined
  const requirements = new Map<string, [isMet: boolean, requirement: string]>(
    Object.entries({
      ID_DOCUMENT_FACE_MATCH: [
        isInBranch || types.has('LIVENESS') || types.has('FACE_COMPARISON'),
        'a LIVENESS check',
      ],
      FACE_COMPARISON: [
        types.has('LIVENESS') || types.has('ID_DOCUMENT_FACE_MATCH'),
        'a LIVENESS or face match check',
      ],
      THIRD_PARTY_IDENTITY: [
        isInBranch || types.has('ID_DOCUMENT_TEXT_DATA_EXTRACTION'),
        'an ID_DOCUMENT_TEXT_DATA_EXTRACTION task',
      ],
      PROFILE_DOCUMENT_MATCH: [
        spec.resources?.applicant_profile !== undefined,
        'resources.applicant_profile',
      ],
      ID_DOCUMENT_COMPARISON: [documents.length > 1, 'two documents in required_documents'],
      SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: [
        documents.some(({ type }) => type === 'SUPPLEMENTARY_DOCUMENT'),
        'a SUPPLEMENTARY_DOCUMENT in required_documents',
      ],
    }),
  )
  const findUnmet = (field: string, items: readonly RequestedItem[]) =>
    items.flatMap(({ type }, index): SpecIssue[] => {
      const [isMet, requirement] = requirements.get(type) ?? [true]
      return isMet ? [] : [{ path: [field, index], message: `${type} needs ${requirement}` }]
    })
  return [...findUnmet('requested_checks', checks), ...findUnmet('requested_tasks', tasks)]
}

/** May be repeated with another `config`: another search, pool or scheme. */
const REPEATABLE = new Set<string>([
  'WATCHLIST_ADVANCED_CA',
  'FAMILIAR_FACE_SEARCH',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
])

function findDuplicates(field: string, items: readonly RequestedItem[] = []): SpecIssue[] {
  return items.flatMap((item, index): SpecIssue[] => {
    const first = items.findIndex(
      ({ type, config }) =>
        type === item.type && (!REPEATABLE.has(type) || isDeepStrictEqual(config, item.config)),
    )
    const message = `is requested by ${field}[${first}] already`
    return first === index ? [] : [{ path: [field, index], message }]
  })
}

function findImpossibleFilters(spec: SessionSpec): SpecIssue[] {
  const { required_documents: documents = [], sdk_config: client } = spec
  const country = client?.preset_issuing_country
  const acceptsCountry =
    country === undefined ||
    documents.length === 0 ||
    documents.some(({ filter }) => acceptsAnyDocument(filter, [country]))
  return [
    ...documents.flatMap(({ filter }, index): SpecIssue[] =>
      acceptsAnyDocument(filter)
        ? []
        : [{ path: ['required_documents', index, 'filter'], message: 'accepts no document' }],
    ),
    ...(acceptsCountry
      ? []
      : [
          {
            path: ['sdk_config', 'preset_issuing_country'],
            message: 'is a country of which required_documents accept no document',
          },
        ]),
  ]
}

/** Tries what the filter names, and one that it does not. */
function acceptsAnyDocument(
  filter: DocumentFilter | undefined,
  countries = [...listNamed(filter, 'country_codes'), 'OTHER'],
): boolean {
  const types = [...listNamed(filter, 'document_types'), 'OTHER']
  return countries.some((country) =>
    types.some((type) => allowsDocument(filter, { country, type, isStrictlyLatin: true })),
  )
}

function listNamed(
  filter: DocumentFilter | undefined,
  list: 'country_codes' | 'document_types',
): string[] {
  const restriction = { ...filter?.country_restriction, ...filter?.type_restriction }
  return [restriction, ...(filter?.documents ?? [])].flatMap((each) => each[list] ?? [])
}

const FRAMEWORKS = ['UK_TFIDA', 'YOTI_GLOBAL']
const DBS_OBJECTIVES = ['BASIC', 'STANDARD', 'ENHANCED']
const IDENTITY_OBJECTIVES = ['AL_L1', 'AL_M1']
const SCHEMES = new Map<string, { framework: string; objectives?: readonly string[] }>(
  Object.entries({
    DBS: { framework: 'UK_TFIDA', objectives: DBS_OBJECTIVES },
    DBS_RTW: { framework: 'UK_TFIDA', objectives: DBS_OBJECTIVES },
    RTW: { framework: 'UK_TFIDA' },
    RTR: { framework: 'UK_TFIDA' },
    IDENTITY: { framework: 'YOTI_GLOBAL', objectives: IDENTITY_OBJECTIVES },
    IDENTITY_PLUS_ADDRESS: { framework: 'YOTI_GLOBAL', objectives: IDENTITY_OBJECTIVES },
    GBR_RTW_SHARECODE: { framework: 'YOTI_GLOBAL' },
    CAN_CRC: { framework: 'YOTI_GLOBAL' },
  }),
)

function findSchemeIssues(spec: SessionSpec): SpecIssue[] {
  const {
    identity_profile_requirements: simple,
    advanced_identity_profile_requirements: advanced,
  } = spec
  const advancedPath = ['advanced_identity_profile_requirements', 'profiles']
  return [
    ...(simple === undefined
      ? []
      : findSchemeIssue(simple.trust_framework, simple.scheme, [
          'identity_profile_requirements',
          'scheme',
        ])),
    ...(advanced?.profiles ?? []).flatMap(({ trust_framework: framework, schemes }, profile) =>
      schemes.flatMap((scheme, index) =>
        findSchemeIssue(framework, scheme, [...advancedPath, profile, 'schemes', index]),
      ),
    ),
  ]
}

function findSchemeIssue(
  framework: string,
  { type, objective }: { type: string; objective?: string },
  path: SpecIssue['path'],
): SpecIssue[] {
  const rule = SCHEMES.get(type)
  if (rule === undefined) return []
  if (rule.framework !== framework && FRAMEWORKS.includes(framework)) {
    const message = `expected a scheme of ${framework}, got ${type}, which belongs to ${rule.framework}`
    return [{ path: [...path, 'type'], message }]
  }
  const { objectives = [] } = rule
  const isExpected =
    objective === undefined ? objectives.length === 0 : objectives.includes(objective)
  const message =
    objectives.length === 0
      ? `${type} takes no objective`
      : describeExpectedValue(objectives, objective)
  return isExpected ? [] : [{ path: [...path, 'objective'], message }]
}
