import { findRequirement } from './add-resource.js'
import type { Background } from './background.js'
import { completeSession } from './complete-session.js'
import { completeCheck } from './complete-check.js'
import { planChecks, computeCheckDelays, type PlannedCheck } from './plan-checks.js'
import { createCheck } from './check.js'
import { ApiError } from './api-error.js'
import { countLivenessAttempts, getRequirementState } from './requirement.js'
import type { LivenessCapture } from './resource.js'
import {
  listCheckEntries,
  matchesDocument,
  matchesSources,
  takeEntry,
  type CheckEntry,
  type ResponseConfig,
} from './response-config.js'
import { requestsIdentityProfile } from './session-spec.js'
import type { Session } from './session.js'

interface LivenessResult {
  passed: boolean
  attempts_remaining: number
  /** The client leaves immediately with this error code. */
  client_error?: number
}

// For an identity profile whose liveness check failed.
const LIVENESS_FAILED_ERROR_CODE = 7002

export interface Completion {
  /** Evaluates a liveness attempt immediately, as Yoti does. */
  evaluateLiveness(session: Session, capture: LivenessCapture): Promise<LivenessResult>
  /** Deletes the token and starts the checks, which complete the session when they are done. */
  finish(session: Session): void
}

export function createCompletion(dependencies: {
  background: Background
  findResponseConfig: (session: Session) => ResponseConfig | undefined
}): Completion {
  const { background, findResponseConfig } = dependencies

  function startChecks(session: Session, planned: PlannedCheck[], config?: ResponseConfig): void {
    const now = background.now(session)
    const delays = computeCheckDelays(
      planned,
      background.timeline,
      config?.check_reports?.async_report_delay,
    )
    let remainingChecks = planned.length
    for (const [index, one] of planned.entries()) {
      const check = createCheck(
        one.type,
        one.resources.map(({ id }) => id),
        now,
      )
      session.checks.push(check)
      const isTextDataCheck = check.type.endsWith('_TEXT_DATA_CHECK')
      if (isTextDataCheck)
        one.document?.tasks[0]?.generatedChecks.push({ id: check.id, type: check.type })
      const entry = findEntry(session, one, config)
      background.schedule(session, delays[index] ?? 0, () => {
        completeCheck(session, check, one, entry, background)
        remainingChecks -= 1
        if (remainingChecks === 0) completeSession(session, background)
      })
    }
  }

  return {
    async evaluateLiveness(session, capture) {
      const requirement = findRequirement(session, capture.requirementId, 'LIVENESS')
      const { livenessType } = requirement
      const config = findResponseConfig(session)
      const entry = takeEntry(listCheckEntries(config, 'LIVENESS'), session.usedEntries, (one) =>
        [undefined, livenessType].includes(one.liveness_type),
      )
      const check = createCheck('LIVENESS', [capture.id], background.now(session))
      session.checks.unshift(check)
      await background.wait(
        session,
        entry === undefined || entry.response_delay === 0
          ? background.timeline.livenessAttempt
          : entry.response_delay * 1000,
      )
      completeCheck(session, check, { livenessType }, entry, background)
      const passed = check.report?.recommendation.value === 'APPROVE'
      capture.passed = passed
      const attempts = countLivenessAttempts(session, requirement)
      const attemptsLeft = Math.max(0, requirement.maxAttempts - attempts)
      const isProfileFailed = !passed && attemptsLeft === 0 && requestsIdentityProfile(session.spec)
      return {
        passed,
        attempts_remaining: attemptsLeft,
        ...(isProfileFailed ? { client_error: LIVENESS_FAILED_ERROR_CODE } : {}),
      }
    },
    finish(session) {
      const isComplete = session.requirements.every(
        (requirement) => getRequirementState(session, requirement) === 'COMPLETE',
      )
      if (!isComplete) throw new ApiError('INCOMPLETE')
      session.token = undefined
      background.notify(session, 'client_session_token_deleted')
      const planned = planChecks(session)
      if (planned.length > 0) {
        startChecks(session, planned, findResponseConfig(session))
        return
      }
      background.schedule(session, background.timeline.automatedChecks, () => {
        completeSession(session, background)
      })
    },
  }
}

/** Prefers a matching entry that no other document has used. */
function findEntry(
  session: Session,
  planned: PlannedCheck,
  config: ResponseConfig | undefined,
): CheckEntry | undefined {
  const entries = listCheckEntries(config, planned.type)
  const fits = (entry: CheckEntry) =>
    matchesDocument(entry.document_filter, planned.document) &&
    matchesDocument(entry.secondary_document_filter, planned.secondDocument) &&
    matchesSources(entry.sources_filter, planned.config.sources)
  return takeEntry(entries, session.usedEntries, fits) ?? entries.find(fits)
}
