import { isDeepStrictEqual } from 'node:util'
import { describeExpectedValue, formatPath, type SpecIssue } from './describe-issues.js'
import { allowsDocument, type DocumentFilter } from './document-filter.js'
import {
  CHECKS,
  findRule,
  SCHEMES,
  TASKS,
  TRUST_FRAMEWORKS,
  type ItemRule,
  type SchemeRule,
} from './session-spec-items.js'
import type { RequestedItem, RequiredDocument, SessionSpec } from './session-spec-schema.js'

const ITEMS: Readonly<Record<string, ItemRule>> = { ...CHECKS, ...TASKS }

/** Without `required_documents`, Yoti requests one ID document if a check or task needs it. */
export function listRequiredDocuments(spec: SessionSpec): readonly RequiredDocument[] {
  const { required_documents: documents = [], requested_checks = [], requested_tasks = [] } = spec
  if (documents.length > 0) return documents
  const needed =
    requestsIdentityProfile(spec) ||
    [...requested_checks, ...requested_tasks].some(
      ({ type }) => findRule(ITEMS, type)?.needsDocument,
    )
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
  const items = (['requested_checks', 'requested_tasks'] as const).flatMap((field) =>
    (spec[field] ?? []).map((item, index) => ({ ...item, field, path: [field, index] })),
  )
  return [
    // An identity profile adds checks, tasks and documents.
    ...(requestsIdentityProfile(spec) ? [] : findMissingRequirements(spec, items)),
    ...items.flatMap((item) => findDuplicate(item, items)),
    ...findImpossibleFilters(spec),
    ...findSchemeIssues(spec),
  ]
}

/** A check or a task, and where it is. */
type Item = RequestedItem & { field: string; path: (string | number)[] }

function findMissingRequirements(spec: SessionSpec, items: readonly Item[]): SpecIssue[] {
  if (items.length === 0) {
    const message = 'expected at least one check, task or identity profile'
    return [{ path: ['requested_checks'], message }]
  }
  const contents = {
    requests: (requested: string) => items.some(({ type }) => type === requested),
    // Without a list, Yoti requests one identity document.
    documents: spec.required_documents ?? [{ type: 'ID_DOCUMENT' }],
    isInBranch: spec.ibv_options !== undefined,
    hasApplicantProfile: spec.resources?.applicant_profile !== undefined,
  }
  return items.flatMap(({ type, path }) => {
    const { requirement, isMet } = findRule(ITEMS, type) ?? {}
    if (requirement === undefined || isMet?.(contents)) return []
    return [{ path, message: `${type} needs ${requirement}` }]
  })
}

function findDuplicate(item: Item, items: readonly Item[]): SpecIssue[] {
  const isRepeatable = findRule(ITEMS, item.type)?.isRepeatable
  const first = items.find(
    ({ field, type, config }) =>
      field === item.field &&
      type === item.type &&
      (!isRepeatable || isDeepStrictEqual(config, item.config)),
  )
  if (first === undefined || first === item) return []
  return [{ path: item.path, message: `is requested by ${formatPath(first.path)} already` }]
}

function findImpossibleFilters(spec: SessionSpec): SpecIssue[] {
  const { required_documents: documents = [], sdk_config: client } = spec
  const country = client?.preset_issuing_country
  const issues = documents.flatMap(({ filter }, index): SpecIssue[] => {
    const path = ['required_documents', index, 'filter']
    return acceptsAnyDocument(filter) ? [] : [{ path, message: 'accepts no document' }]
  })
  const acceptsCountry =
    country === undefined ||
    documents.length === 0 ||
    documents.some(({ filter }) => acceptsAnyDocument(filter, [country]))
  if (!acceptsCountry) {
    const message = 'is a country of which required_documents accept no document'
    issues.push({ path: ['sdk_config', 'preset_issuing_country'], message })
  }
  return issues
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

function findSchemeIssues(spec: SessionSpec): SpecIssue[] {
  const {
    identity_profile_requirements: simple,
    advanced_identity_profile_requirements: advanced,
  } = spec
  const path = ['identity_profile_requirements', 'scheme']
  const advancedPath = ['advanced_identity_profile_requirements', 'profiles']
  return [
    ...(simple === undefined ? [] : findSchemeIssue(simple.trust_framework, simple.scheme, path)),
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
  const rule = findRule<SchemeRule>(SCHEMES, type)
  if (rule === undefined) return []
  if (rule.framework !== framework && TRUST_FRAMEWORKS.some((known) => known === framework)) {
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
