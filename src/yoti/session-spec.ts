import type { z } from 'zod'
import { AppError } from '../errors.js'
import {
  describeIssue,
  findClosestMatch,
  formatPath,
  getValueAtPath,
  type FieldIssue,
} from './describe-issues.js'
import type { UnknownWord } from './session-spec-fields.js'
import { findContradictions } from './session-spec-rules.js'
import { sessionSpec, type SessionSpec } from './session-spec-schema.js'

export type { DocumentFilter } from './document-filter.js'
export type {
  NotificationsConfig,
  RequestedItem,
  RequiredDocument,
  SessionSpec,
} from './session-spec-schema.js'

/** Lists every problem of a session specification with its JSON path. */
export class SessionSpecError extends AppError {
  readonly problems: readonly FieldIssue[]

  constructor(problems: readonly FieldIssue[]) {
    super('SESSION_SPEC', problems.map(({ path, message }) => `${path}: ${message}`).join('; '))
    this.problems = problems
  }
}

interface ParsedSessionSpec {
  spec: SessionSpec
  /** What Yoti may reject: it is unknown to this server, or contradicts itself. */
  warnings: readonly FieldIssue[]
}

/** The parts that this server reads, which must have their known shape. The rest is for Yoti to judge. */
const READ_PATHS =
  /^(the root|sdk_config|requested_(checks|tasks)(\[\d+\](\.(type|config(\.categories.*)?))?)?|(required_documents|(advanced_)?identity_profile_requirements).*)$/

/**
 * Parses a session specification or a preset. Yoti adds fields and constants at any time, so unknown
 * ones are only warnings, except misspelt ones: a misspelt `required_documents` would lift the filter.
 *
 * @param name the first part of each path, for example the preset's name
 * @throws SessionSpecError
 */
export function parseSessionSpec(value: unknown, name = 'spec'): ParsedSessionSpec {
  const issues = sessionSpec.safeParse(value).error?.issues ?? []
  const problems: FieldIssue[] = []
  const warnings: FieldIssue[] = []
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
