import { AppError } from '../errors.js'
import { describeIssues, formatPath } from './describe-issues.js'
import { findSpecIssues } from './session-spec-rules.js'
import { sessionSpec, type SessionSpec } from './session-spec-schema.js'

export type { DocumentFilter } from './document-filter.js'
export type { NotificationsConfig } from './notifications-config.js'
export type { RequestedCheck } from './requested-checks.js'
export type { RequestedTask } from './requested-tasks.js'
export type { RequiredDocument } from './required-documents.js'
export type { SdkConfig } from './sdk-config.js'
export type { SessionSpec } from './session-spec-schema.js'

/** Every problem of a session specification, each by its JSON path. */
export class SessionSpecError extends AppError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('SESSION_SPEC', problems.join('; '))
    this.problems = problems
  }
}

/**
 * Reads a session specification, or a preset, which leaves out what the server adds. Refuses fields
 * that Yoti does not know, since it would ignore them, and rules that exclude each other.
 *
 * @param pathPrefix put before each path, for example the preset's name
 * @throws SessionSpecError
 */
export function parseSessionSpec(value: unknown, pathPrefix = ''): SessionSpec {
  const parsed = sessionSpec.safeParse(value)
  const problems = parsed.success
    ? findSpecIssues(parsed.data).map(
        ({ path, message }) => `${formatPath(path, pathPrefix)}: ${message}`,
      )
    : describeIssues(parsed.error, value, pathPrefix)
  if (!parsed.success || problems.length > 0) throw new SessionSpecError(problems)
  return parsed.data
}
