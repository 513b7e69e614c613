import { PublicError } from '../errors.js'
import { isErasureRequested, toPublicDecision, type Decision, type Session } from './session.js'

/** Of the business's staff. */
export interface DecisionRequest extends Omit<Decision, 'decidedAt' | 'outcomeBefore'> {
  /** Also allows to decide what is not REVIEW. */
  overrules?: boolean
}

/**
 * Only a completed session has an outcome that can be decided, and Yoti no longer changes it. Returns
 * undefined when the same person has decided the same before.
 *
 * @throws PublicError
 */
export function applyDecision(
  session: Session,
  { overrules = false, ...request }: DecisionRequest,
  now: number,
): Session | undefined {
  const { decision, outcome } = session
  if (decision !== undefined) {
    const isSame =
      decision.decision === request.decision && decision.decidedBy === request.decidedBy
    if (isSame) return undefined
    const made = toPublicDecision(decision)
    const detail = `${made.decidedBy} decided ${made.decision} at ${made.decidedAt}, with the reason ${made.reason}. A decision is final.`
    throw new PublicError('ALREADY_DECIDED', { detail, decision: made })
  }
  const detail = describeProblem(session, overrules)
  if (detail !== undefined) throw new PublicError('NOT_DECIDABLE', { detail })
  return {
    ...session,
    outcome: request.decision,
    decision: { ...request, decidedAt: now, outcomeBefore: outcome },
  }
}

function describeProblem(session: Session, overrules: boolean): string | undefined {
  if (isErasureRequested(session)) return 'The session has been erased or is being erased.'
  const { outcome } = session
  if (outcome === 'PENDING') return 'The outcome is PENDING. Decide after `session.completed`.'
  if (outcome === 'NONE') return 'The session ended without an outcome (NONE). Create a new one.'
  if (outcome === 'REVIEW' || overrules) return undefined
  return `The outcome is ${outcome}, not REVIEW. Send \`overrules: true\` to overrule it.`
}
