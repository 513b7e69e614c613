import { ClientError } from './client-error.js'
import { button, element } from './element.js'
import { text } from './text.js'

const WRONG_DOCUMENT = 4001

/**
 * Says what was wrong with the document. Fulfils with whether the person tries again; rejects with 4001 when that is
 * a must and no attempt is left.
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

/** One attempt failed. Without another the person goes on: what was sent is what will be judged. */
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

/** The category that this attempt was counted in. */
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
