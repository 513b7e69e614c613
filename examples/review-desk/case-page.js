import { html, renderPage, renderValues } from './html.js'
import { renderDecision, sayDecided } from './decision-panel.js'
import { renderAge, renderOutcome, sayReason } from './words.js'

export function renderCase({ session, view, texts, staff, nameOf, isSaved, isConflict }) {
  const { sessionId, userReference, outcome, reasons, target, createdAt } = session
  const title = `Case ${userReference ?? 'of an erased user'}`
  const body = html`
    <p><a href="/">← Queue</a></p>
    <h1>${title}</h1>
    <p class="row">
      ${renderOutcome(outcome)} <span>Created ${renderAge(createdAt)}</span>
      ${target !== 'live' && html`<span class="badge">Test: ${target}</span>`}
    </p>
    ${isSaved && renderSaved(session)} ${isConflict && renderConflict(session, nameOf)}
    ${view?.isWatchlistChecked && WATCHLIST_NOTE}
    <div class="case">
      <div>
        ${
          reasons.length > 0 &&
          html`<h2>What the checks found</h2>
            <ul>
              ${reasons.map((reason) => html`<li>${sayReason(reason)}</li>`)}
            </ul>`
        }
        ${view === undefined ? GONE : renderEvidence(sessionId, view)} ${texts.map(renderText)}
      </div>
      <aside id="decision" tabindex="-1" aria-label="Decision">
        <h2>Decision</h2>
        ${renderDecision(session, nameOf)}
        <small><a href="/audit?sessionId=${sessionId}">Who has looked at this case</a></small>
      </aside>
    </div>
  `
  return renderPage({ title, staff, skipLinks: { decision: 'Skip to the decision' }, body })
}

const GONE = html`<p>Yoti has deleted the pictures and results.</p>`

/** See docs/threat-model.md#what-a-review-desk-must-not-do. */
const WATCHLIST_NOTE = html`
  <p class="note">
    <strong>Do not tell the applicant about a watchlist hit</strong>, or anyone outside your
    compliance team. In many countries that is a crime. Give the applicant no reason that reveals
    it.
  </p>
`

function renderSaved({ decision: { decision } }) {
  return html`<p class="note ${decision.toLowerCase()}" role="status" tabindex="-1" autofocus>
    You ${sayDecided(decision)} this case. <a href="/next">Open the next case</a>
  </p>`
}

function renderConflict({ decision, outcome }, nameOf) {
  const cause = decision
    ? html`${nameOf(decision.decidedBy)} ${sayDecided(decision.decision)} this case
      ${renderAge(decision.decidedAt)}.`
    : html`The outcome is now ${renderOutcome(outcome)}`
  return html`<p class="note rejected" role="alert" tabindex="-1" autofocus>
    <strong>Your decision was not saved.</strong> ${cause}
  </p>`
}

function renderEvidence(sessionId, { documentPictures, facePictures, files, checks }) {
  const source = ({ mediaId }) => `/cases/${sessionId}/media/${mediaId}`
  const renderAll = (pictures) => pictures.map((each) => renderPicture(each, source(each)))
  return html`
    <h2>Document and face</h2>
    <div class="pictures">
      <div>${renderAll(documentPictures)}</div>
      <div>${renderAll(facePictures)}</div>
    </div>
    ${files.map((each) => html`<p><a href="${source(each)}">${each.title}</a></p>`)}
    <h2>Checks</h2>
    ${checks.map(renderCheck)}
  `
}

/** A popover needs no script: Enter opens it, and Esc closes it. */
function renderPicture({ title, mediaId }, source) {
  return html`<figure>
    <button popovertarget="zoom-${mediaId}" aria-label="Enlarge: ${title}">
      <img src="${source}" alt="" />
    </button>
    <figcaption>${title}</figcaption>
    <div id="zoom-${mediaId}" class="zoom" popover role="dialog" aria-label="${title}">
      <button popovertarget="zoom-${mediaId}" autofocus>Close</button>
      <img src="${source}" alt="${title}" loading="lazy" />
    </div>
  </figure>`
}

function renderCheck({ title, verdict, tone, reason, suggestion, breakdown }) {
  const summary = html`<span class="mark ${tone}">${verdict}</span> ${title}`
  const text =
    reason && html`<p><strong>${[reason, suggestion].filter(Boolean).join('. ')}</strong></p>`
  if (breakdown.length === 0)
    return html`<p>${summary}</p>
      ${text}`
  return html`<details ${tone !== 'good' && html`open`}>
    <summary>${summary}</summary>
    ${text}
    <ul>
      ${breakdown.map(
        (each) =>
          html`<li>
            <span class="mark ${each.tone}">${each.verdict}</span> ${each.title}
            <small>${each.details.join(', ')}</small>
          </li>`,
      )}
    </ul>
  </details>`
}

function renderText({ title, entries }) {
  return html`<h2>Read from: ${title}</h2>
    ${renderValues(entries)}`
}
