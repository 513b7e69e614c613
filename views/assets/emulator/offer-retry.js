import { ClientError } from './client-error.js'
import { button, element } from './element.js'
import { text } from './text.js'

/**
 * Says what was wrong with the document. Fulfils with whether the person tries again; rejects with 4001 when that is
 * a must and no attempt is left.
 */
export async function offerRetry(screen, outcome, attemptsBefore) {
  const { recommendation, attempts_remaining: attempts } = outcome
  const isMust = recommendation.value === 'MUST_TRY_AGAIN'
  const left = countAttempts(attempts, attemptsBefore)
  if (left === 0 && isMust) throw new ClientError(4001)
  if (left === 0) return false
  return screen.ask((answer) => ({
    title: isMust ? text.mustTryAgain : text.shouldTryAgain,
    intro: describeReason(recommendation.reason),
    testId: 'reading-failed',
    content: [
      element('p', { testId: 'attempts-left' }, text.attemptsLeft(left)),
      button(text.tryAgain, 'try-again', () => answer(true), 'primary'),
      !isMust && button(text.continueAnyway, 'continue-anyway', () => answer(false)),
    ],
  }))
}

/** What is left in the category that this attempt was counted in. */
function countAttempts(attempts, before) {
  const counted = Object.keys(attempts).find((category) => attempts[category] !== before[category])
  return attempts[counted ?? 'GENERIC'] ?? 0
}

function describeReason({ value, detail } = {}) {
  return text.readingProblems[detail] ?? text.readingProblems[value] ?? text.readingProblem
}
