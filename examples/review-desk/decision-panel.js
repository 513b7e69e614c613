import { html, renderPage, renderSelect, renderValues } from './html.js'
import { DECISION_REASONS, renderAge, renderOutcome, sayDecisionReason } from './words.js'

const VERBS = { APPROVED: 'Approve', REJECTED: 'Reject' }
const UNDECIDABLE = {
  PENDING: 'The checks are still running. Come back later.',
  NONE: 'The session ended without a result, so there is nothing to decide.',
}

export const sayDecided = (decision) => decision.toLowerCase()

export function renderDecision(session, nameOf) {
  const { outcome, decision, erasureRequestedAt } = session
  if (erasureRequestedAt) return html`<p>The case is erased, so it cannot be decided.</p>`
  if (UNDECIDABLE[outcome]) return html`<p>${UNDECIDABLE[outcome]}</p>`
  if (decision) return renderDecided(decision, nameOf)
  return Object.keys(VERBS)
    .filter((choice) => choice !== outcome)
    .map((choice) => renderChoice(session, choice))
}

function renderDecided(decision, nameOf) {
  return html`<p>
    <strong>${nameOf(decision.decidedBy)}</strong> ${sayDecided(decision.decision)} this case
    ${renderAge(decision.decidedAt)}: ${sayDecisionReason(decision)}. Before that, the outcome was
    ${renderOutcome(decision.outcomeBefore)}
  </p>`
}

function renderChoice({ sessionId, outcome }, choice) {
  return html`<form action="/cases/${sessionId}/confirm">
    <input type="hidden" name="decision" value="${choice}" />
    ${renderSelect({
      name: 'reason',
      label: `Reason to ${VERBS[choice].toLowerCase()}`,
      none: 'Choose a reason',
      options: DECISION_REASONS[choice],
      required: true,
    })}
    ${
      outcome !== 'REVIEW' &&
      html`<label>
        <input type="checkbox" name="overrules" value="true" required />
        I overrule the outcome ${renderOutcome(outcome)}
      </label>`
    }
    <button class="${choice.toLowerCase()}">${VERBS[choice]} …</button>
  </form>`
}

export function renderConfirmation({ session, decision, staff }) {
  const { sessionId, userReference, outcome } = session
  const verb = VERBS[decision.decision]
  const title = `${verb} case ${userReference}?`
  const body = html`
    <h1>${title}</h1>
    ${renderValues([
      ['Outcome now', renderOutcome(outcome)],
      ['Reason', sayDecisionReason(decision)],
      ['Decided by', staff.name],
    ])}
    <p>
      A decision is final. Your backend receives it immediately, and the applicant’s page shows it.
    </p>
    <form method="post" action="/cases/${sessionId}/decision" class="row">
      ${Object.entries(decision).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
      <button class="${decision.decision.toLowerCase()}">${verb}</button>
      <a href="/cases/${sessionId}">Go back</a>
    </form>
  `
  return renderPage({ title, staff, body })
}
