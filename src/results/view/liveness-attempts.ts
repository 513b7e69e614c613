import type { Check, LivenessCapture, SessionResult } from '../../yoti/session-result.js'
import { isResourceUsed, usesResource } from '../../outcome/evaluate-checks.js'

export interface LivenessAttempt {
  title: string
  capture: LivenessCapture
  /** undefined for an abandoned attempt. */
  check: Check | undefined
  counted: boolean
}

/** Newest first. Without times, keeps Yoti's order, which is also newest first. */
export function listLivenessAttempts(result: SessionResult): LivenessAttempt[] {
  const captures = [...(result.resources.liveness_capture ?? [])].sort((a, b) =>
    (b.created_at ?? '').localeCompare(a.created_at ?? ''),
  )
  const attempts = captures.map((capture, index) => ({
    title: `Attempt ${captures.length - index} of ${captures.length}`,
    capture,
    check: result.checks.find(
      (check) => check.type === 'LIVENESS' && usesResource(check, capture.id),
    ),
  }))
  const countedCaptureId = findCountedCaptureId(attempts, result.checks)
  return attempts.map((attempt) => ({
    ...attempt,
    counted: attempt.capture.id === countedCaptureId,
  }))
}

/** The capture that another check used, or else the newest that passed. */
function findCountedCaptureId(
  attempts: readonly Pick<LivenessAttempt, 'capture' | 'check'>[],
  checks: readonly Check[],
): string | undefined {
  const others = checks.filter(({ type }) => type !== 'LIVENESS')
  const passed = attempts.filter(({ check }) => check?.report?.recommendation?.value === 'APPROVE')
  const counted = attempts.find(({ capture }) => isResourceUsed(others, capture.id)) ?? passed[0]
  return counted?.capture.id
}
