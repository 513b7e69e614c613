import { ClientError } from './client-error.js'
import { button, element } from './element.js'
import { getTexts, t } from './text.js'

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
    title: isMust ? t('mustTryAgain') : t('shouldTryAgain'),
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
    intro: left > 0 ? intro : t('goingOn'),
    testId,
    content: [
      element(
        'p',
        { testId: 'attempts-left' },
        left > 0 ? t('attemptsLeft', { count: left }) : t('noAttemptsLeft'),
      ),
      left > 0 && button(t('tryAgain'), 'try-again', () => answer(true), 'primary'),
      left === 0 && button(t('continue'), 'continue-anyway', () => answer(false), 'primary'),
      left > 0 && mayGoOn && button(t('continueAnyway'), 'continue-anyway', () => answer(false)),
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
  const problems = getTexts('readingProblems')
  if (detail in problems) return problems[detail]
  if (category === 'RECLASSIFICATION') return t('otherDocument')
  return problems[value] ?? t('readingProblem')
}
