import { html, renderPage, renderSelect, renderTable } from './html.js'
import { humanise, renderAge, renderOutcome, sayReason } from './words.js'

const OUTCOMES = ['REVIEW', 'PENDING', 'APPROVED', 'REJECTED', 'NONE']
const STATES = ['ONGOING', 'CAPTURED', 'COMPLETED', 'EXPIRED', 'ERASED']
const FILTERS = ['outcome', 'state', 'userReference', 'from', 'to', 'cursor']
const COLUMNS = ['User', 'Outcome', 'Why', 'State', 'Created']
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DAY_MS = 86_400_000

/** The filters of a page's query. Without any, the cases that wait for a decision. */
export function readFilters(query) {
  const given = FILTERS.filter((name) => typeof query[name] === 'string')
  if (given.length === 0) return { outcome: 'REVIEW' }
  const values = given.map((name) => [name, query[name].trim()])
  return Object.fromEntries(values.filter(([, value]) => value !== ''))
}

/** Both days are included. */
export function toApiQuery({ from, to, ...query }) {
  const limits = { createdAfter: parseDate(from) - 1, createdBefore: parseDate(to) + DAY_MS }
  for (const [name, time] of Object.entries(limits)) {
    if (!Number.isNaN(time)) query[name] = new Date(time).toISOString()
  }
  return query
}

function parseDate(text) {
  return DATE.test(text) ? Date.parse(text) : NaN
}

export function renderQueue({ list: { sessions, nextCursor }, filters, staff }) {
  const { cursor, ...firstPage } = filters
  const isDefault = new URLSearchParams(firstPage).toString() === 'outcome=REVIEW'
  const title = isDefault ? 'Cases to review' : 'Cases'
  const pathTo = (query) => `/?${new URLSearchParams({ outcome: '', ...query })}`
  const empty = isDefault ? NOTHING_TO_DO : NO_MATCH
  const body = html`
    <h1>${title}</h1>
    ${renderFilters(filters, isDefault)}
    <div id="cases" tabindex="-1">
      ${sessions.length > 0 ? renderTable(COLUMNS, sessions.map(toRow)) : empty}
    </div>
    <p class="row">
      ${cursor && html`<a href="${pathTo(firstPage)}">First page</a>`}
      ${nextCursor && html`<a href="${pathTo({ ...firstPage, cursor: nextCursor })}">Next page</a>`}
    </p>
    <p>
      <small>
        <kbd>Tab</kbd> moves on, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes a picture. The first
        <kbd>Tab</kbd> of a page offers links that skip ahead.
      </small>
    </p>
  `
  return renderPage({ title, staff, skipLinks: { cases: 'Skip to the cases' }, body })
}

const NOTHING_TO_DO = html`<div class="empty">
  <h2>No case needs a decision</h2>
  Cases with the outcome Review appear here. Reload the page later, or
  <a href="/?outcome=">show all cases</a>.
</div>`

const NO_MATCH = html`<div class="empty">
  <h2>No case matches</h2>
  Check the user reference and the dates, or <a href="/">reset the filters</a>.
</div>`

function renderFilters({ outcome, state, userReference, from, to }, isDefault) {
  return html`<form action="/" class="filters">
    ${renderChoice('outcome', OUTCOMES, outcome)} ${renderChoice('state', STATES, state)}
    <label>User reference <input name="userReference" value="${userReference}" /></label>
    <label>Created from (UTC) <input type="date" name="from" value="${from}" /></label>
    <label>Created to (UTC) <input type="date" name="to" value="${to}" /></label>
    <div class="row">
      <button>Filter</button>
      ${!isDefault && html`<a href="/">Reset</a>`}
    </div>
  </form>`
}

function renderChoice(name, values, selected) {
  const options = Object.fromEntries(values.map((value) => [value, humanise(value)]))
  return renderSelect({ name, label: humanise(name), none: 'Any', options, selected })
}

function toRow({ sessionId, userReference, outcome, reasons, state, createdAt }) {
  return [
    html`<a href="/cases/${sessionId}">${userReference ?? 'Erased user'}</a>`,
    renderOutcome(outcome),
    reasons.map(sayReason).join('. ') || '–',
    humanise(state),
    renderAge(createdAt),
  ]
}
