import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { AppError, type FieldError } from '../errors.js'
import {
  describeExpectedValue,
  describeIssue,
  findClosestMatch,
  formatPath,
  getValueAtPath,
  type SpecIssue,
} from './describe-issues.js'
import { allowsDocument, type DocumentFilter } from './document-filter.js'
import type { UnknownWord } from './session-spec-fields.js'
import { findItemRule, findSchemeRule, TRUST_FRAMEWORKS } from './session-spec-items.js'
import {
  sessionSpec,
  type RequestedItem,
  type RequiredDocument,
  type SessionSpec,
} from './session-spec-schema.js'

export type { DocumentFilter } from './document-filter.js'
export type {
  NotificationsConfig,
  RequestedItem,
  RequiredDocument,
  SessionSpec,
} from './session-spec-schema.js'

/** Lists every problem of a session specification with its JSON path. */
export class SessionSpecError extends AppError {
  readonly problems: readonly FieldError[]

  constructor(problems: readonly FieldError[]) {
    super('SESSION_SPEC', problems.map(({ path, message }) => `${path}: ${message}`).join('; '))
    this.problems = problems
  }
}

/** The parts that this server reads, which must have their known shape. The rest is for Yoti to judge. */
const READ_PATHS =
  /^(the root|sdk_config|requested_(checks|tasks)(\[\d+\](\.(type|config(\.categories.*)?))?)?|(required_documents|(advanced_)?identity_profile_requirements).*)$/

/**
 * Parses a session specification or a preset. Yoti adds fields and constants at any time, so unknown
 * ones are only warnings, except misspelt ones: a misspelt `required_documents` would lift the filter.
 *
 * @param name the first part of each path, for example the preset's name
 * @returns `warnings` of what Yoti may reject: it is unknown to this server, or contradicts itself
 * @throws SessionSpecError
 */
export function parseSessionSpec(value: unknown, name = 'spec') {
  const issues = sessionSpec.safeParse(value).error?.issues ?? []
  const problems: FieldError[] = []
  const warnings: FieldError[] = []
  for (const issue of issues.filter((each) => !isSettingOfNewItem(each, issues))) {
    const { message, isRefused } = evaluateIssue(issue, value)
    const list = isRefused ? problems : warnings
    list.push({ path: formatPath([name, ...issue.path]), message })
  }
  if (problems.length > 0) throw new SessionSpecError(problems)
  // Not the parsed copy, whose fields are in another order: Yoti receives what was written.
  const spec = value as SessionSpec
  for (const { path, message } of findContradictions(spec)) {
    warnings.push({ path: formatPath([name, ...path]), message })
  }
  return { spec, warnings }
}

/** A check or a task that is not known here has settings of its own. */
function isSettingOfNewItem(
  { path: [field, index, name] }: z.core.$ZodIssue,
  issues: readonly z.core.$ZodIssue[],
): boolean {
  return (
    name === 'config' &&
    issues.some(({ path }) => path[0] === field && path[1] === index && path[2] === 'type')
  )
}

function evaluateIssue(
  issue: z.core.$ZodIssue,
  spec: unknown,
): { message: string; isRefused: boolean } {
  if (issue.code !== 'custom') {
    const isRefused = READ_PATHS.test(formatPath(issue.path))
    return { message: describeIssue(issue, spec), isRefused }
  }
  const { isField, known } = issue.params as UnknownWord
  const word = String(isField ? issue.path.at(-1) : getValueAtPath(spec, issue.path))
  const suggestion = findClosestMatch(word, known)
  const isRefused = suggestion !== undefined
  if (!isField) return { message: issue.message, isRefused }
  const question = isRefused ? `: did you mean ${suggestion}?` : ''
  return { message: `is not a known field${question}`, isRefused }
}

/** Without `required_documents`, Yoti requests one ID document if a check or task needs it. */
export function listRequiredDocuments(spec: SessionSpec): readonly RequiredDocument[] {
  const { required_documents: documents = [], requested_checks = [], requested_tasks = [] } = spec
  if (documents.length > 0) return documents
  const needed =
    requestsIdentityProfile(spec) ||
    [...requested_checks, ...requested_tasks].some(({ type }) => findItemRule(type)?.needsDocument)
  return needed ? [{ type: 'ID_DOCUMENT' }] : []
}

export interface ProfileRequirements {
  identity_profile_requirements?: SessionSpec['identity_profile_requirements'] | undefined
  advanced_identity_profile_requirements?:
    SessionSpec['advanced_identity_profile_requirements'] | undefined
}

export interface RequestedScheme {
  trust_framework: string
  /** `label` and `config` in advanced profiles only. */
  scheme: { type: string; objective?: string; label?: string; config?: { filter?: DocumentFilter } }
  path: SpecIssue['path']
}

/** An identity profile adds its own checks and documents. */
export function requestsIdentityProfile(spec: ProfileRequirements): boolean {
  return (
    spec.identity_profile_requirements !== undefined ||
    spec.advanced_identity_profile_requirements !== undefined
  )
}

/** The schemes of both kinds of identity profile, and where they are. */
export function listRequestedSchemes({
  identity_profile_requirements: simple,
  advanced_identity_profile_requirements: advanced,
}: ProfileRequirements): RequestedScheme[] {
  const path = ['identity_profile_requirements', 'scheme']
  const advancedPath = ['advanced_identity_profile_requirements', 'profiles']
  return [
    ...(simple ? [{ ...simple, path }] : []),
    ...(advanced?.profiles ?? []).flatMap(({ trust_framework, schemes }, profile) =>
      schemes.map((scheme, index) => {
        return { trust_framework, scheme, path: [...advancedPath, profile, 'schemes', index] }
      }),
    ),
  ]
}

/** Finds contradictions for which Yoti would reject the session, or that no user could satisfy. */
function* findContradictions(spec: SessionSpec): Generator<SpecIssue> {
  const items = (['requested_checks', 'requested_tasks'] as const).flatMap((field) =>
    (spec[field] ?? []).map((item, index) => ({ ...item, field, path: [field, index] })),
  )
  // An identity profile adds checks, tasks and documents.
  if (!requestsIdentityProfile(spec)) yield* findMissingRequirements(spec, items)
  for (const { field, type, config, path } of items) {
    const isRepeatable = findItemRule(type)?.isRepeatable
    const first = items.find(
      (other) =>
        other.field === field &&
        other.type === type &&
        (!isRepeatable || isDeepStrictEqual(other.config, config)),
    )
    if (first === undefined || first.path === path) continue
    yield { path, message: `is requested by ${formatPath(first.path)} already` }
  }
  yield* findImpossibleFilters(spec)
  for (const requested of listRequestedSchemes(spec)) yield* findSchemeIssue(requested)
}

function* findMissingRequirements(
  spec: SessionSpec,
  items: readonly (RequestedItem & Pick<SpecIssue, 'path'>)[],
): Generator<SpecIssue> {
  if (items.length === 0) {
    const message = 'expected at least one check, task or identity profile'
    yield { path: ['requested_checks'], message }
  }
  const contents = {
    requests: (requested: string) => items.some(({ type }) => type === requested),
    // Without a list, Yoti requests one identity document.
    documents: spec.required_documents ?? [{ type: 'ID_DOCUMENT' }],
    isInBranch: spec.ibv_options !== undefined,
    hasApplicantProfile: spec.resources?.applicant_profile !== undefined,
  }
  for (const { type, path } of items) {
    const { requirement, isMet } = findItemRule(type) ?? {}
    if (requirement === undefined || isMet?.(contents)) continue
    yield { path, message: `${type} needs ${requirement}` }
  }
}

function* findImpossibleFilters(spec: SessionSpec): Generator<SpecIssue> {
  const { required_documents: documents = [], sdk_config: client } = spec
  for (const [index, { filter }] of documents.entries()) {
    const path = ['required_documents', index, 'filter']
    if (!acceptsAnyDocument(filter)) yield { path, message: 'accepts no document' }
  }
  const country = client?.preset_issuing_country
  if (country === undefined || documents.length === 0) return
  if (documents.some(({ filter }) => acceptsAnyDocument(filter, [country]))) return
  const message = 'is a country of which required_documents accept no document'
  yield { path: ['sdk_config', 'preset_issuing_country'], message }
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

function* findSchemeIssue({
  trust_framework: framework,
  scheme: { type, objective },
  path,
}: RequestedScheme): Generator<SpecIssue> {
  const rule = findSchemeRule(type)
  if (rule === undefined) return
  const { objectives = [] } = rule
  if (rule.framework !== framework && TRUST_FRAMEWORKS.some((known) => known === framework)) {
    const message = `expected a scheme of ${framework}, got ${type}, which belongs to ${rule.framework}`
    yield { path: [...path, 'type'], message }
  } else if (objectives.length === 0) {
    if (objective === undefined) return
    yield { path: [...path, 'objective'], message: `${type} takes no objective` }
  } else if (objective === undefined || !objectives.includes(objective)) {
    yield { path: [...path, 'objective'], message: describeExpectedValue(objectives, objective) }
  }
}
