import { ClientError } from './client-error.js'
import { button, element } from './element.js'
import { text } from './text.js'

const WRONG_DOCUMENT = 4001

/**
 * Explains what was wrong with the document. Resolves to whether the user tries again. Rejects with 4001 when a retry
 * is required but no attempts are left.
 */
export async function offerRetry(screen, outcome, attemptsBefore) {
  const { recommendation, attempts_remaining: attempts } = outcome
  const isMust = recommendation.value === 'MUST_TRY_AGAIN'
  const category = findCategory(attempts, attemptsBefore)
  const left = attempts[category] ?? 0
  if (left === 0 && isMust) throw new ClientError(WRONG_DOCUMENT)
  return askToRetry(screen, {
    title: isMust ? text.mustTryAgain : text.shouldTryAgain,
    intro: describeReason(recommendation.reason, category),
    testId: 'reading-failed',
    left,
    mayGoOn: !isMust,
  })
}

/** Without another attempt the user continues, and the sent images are evaluated. */
export function askToRetry(screen, { title, intro, testId, left, mayGoOn = false }) {
  return screen.ask((answer) => ({
    title,
    intro: left > 0 ? intro : text.goingOn,
    testId,
    content: [
      element(
        'p',
        { testId: 'attempts-left' },
        left > 0 ? text.attemptsLeft(left) : text.noAttemptsLeft,
      ),
      left > 0 && button(text.tryAgain, 'try-again', () => answer(true), 'primary'),
      left === 0 && button(text.continue, 'continue-anyway', () => answer(false), 'primary'),
      left > 0 && mayGoOn && button(text.continueAnyway, 'continue-anyway', () => answer(false)),
    ],
  }))
}

/** The category of attempts that this one counts towards. */
function findCategory(attempts, before) {
  return (
    Object.keys(attempts).find((category) => attempts[category] !== before[category]) ?? 'GENERIC'
  )
}

function describeReason({ value, detail } = {}, category) {
  if (detail in text.readingProblems) return text.readingProblems[detail]
  if (category === 'RECLASSIFICATION') return text.otherDocument
  return text.readingProblems[value] ?? text.readingProblem
}
