import { findRequirement } from './add-resource.js'
import type { Background } from './background.js'
import { completeSession } from './complete-session.js'
import { completeCheck } from './check-outcome.js'
import { planChecks, scheduleChecks, type PlannedCheck } from './check-plan.js'
import { createCheck } from './check.js'
import { ErrorAnswer } from './error-answer.js'
import { countLivenessAttempts, stateOfRequirement } from './requirement.js'
import type { LivenessCapture } from './resource.js'
import {
  listCheckEntries,
  matchesDocument,
  matchesSources,
  takeEntry,
  type CheckEntry,
  type ResponseConfig,
} from './response-config.js'
import { asksForProfile } from './session-spec.js'
import type { Session } from './session.js'

interface LivenessVerdict {
  passed: boolean
  attempts_remaining: number
  /** The code with which the client leaves at once. */
  client_error?: number
}

// Of an identity profile that no living face was seen for.
const LIVENESS_FAILED = 7002

export interface Completion {
  /** Judges one liveness attempt at once, as Yoti does. */
  judgeLiveness(session: Session, capture: LivenessCapture): Promise<LivenessVerdict>
  /** The end user is done: the token goes, the checks start, and in their time they complete the session. */
  finish(session: Session): void
}

export function createCompletion(parts: {
  background: Background
  findResponseConfig: (session: Session) => ResponseConfig | undefined
}): Completion {
  const { background, findResponseConfig } = parts

  function startChecks(session: Session, planned: PlannedCheck[], config?: ResponseConfig): void {
    const now = background.now(session)
    const delays = scheduleChecks(
      planned,
      background.timeline,
      config?.check_reports?.async_report_delay,
    )
    let left = planned.length
    for (const [index, one] of planned.entries()) {
      const check = createCheck(
        one.type,
        one.resources.map(({ id }) => id),
        now,
      )
      session.checks.push(check)
      const spawned = check.type.endsWith('_TEXT_DATA_CHECK')
      if (spawned) one.document?.tasks[0]?.generatedChecks.push({ id: check.id, type: check.type })
      const entry = findEntry(session, one, config)
      background.later(session, delays[index] ?? 0, () => {
        completeCheck(session, check, one, entry, background)
        left -= 1
        if (left === 0) completeSession(session, background)
      })
    }
  }

  return {
    async judgeLiveness(session, capture) {
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
      const left = Math.max(0, requirement.maxAttempts - attempts)
      const isLost = !passed && left === 0 && asksForProfile(session.spec)
      return {
        passed,
        attempts_remaining: left,
        ...(isLost ? { client_error: LIVENESS_FAILED } : {}),
      }
    },
    finish(session) {
      const isComplete = session.requirements.every(
        (requirement) => stateOfRequirement(session, requirement) === 'COMPLETE',
      )
      if (!isComplete) throw new ErrorAnswer('INCOMPLETE')
      session.token = undefined
      background.notify(session, 'client_session_token_deleted')
      const planned = planChecks(session)
      if (planned.length > 0) {
        startChecks(session, planned, findResponseConfig(session))
        return
      }
      background.later(session, background.timeline.automatedChecks, () => {
        completeSession(session, background)
      })
    },
  }
}

/** The first entry that fits and was not used for another document; when all were, the first that fits. */
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
