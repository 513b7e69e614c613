import { createRequire } from 'node:module'
import { html } from './html.js'

// Outside this project, copy the file, or write labels of your own.
const { labels } = createRequire(import.meta.url)('../../locales/en.json')

/** The label of one of Yoti's names. A name without a label is made readable. */
export function say(group, name) {
  return Object.hasOwn(labels[group], name) ? labels[group][name] : humanise(name)
}

export function humanise(name) {
  const text = name.replaceAll('_', ' ').trim().toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Why a session is not APPROVED. */
export function sayReason({ code, checkType, reason }) {
  if (reason !== undefined) return say('reason', reason)
  if (checkType === undefined) return say('sessionReason', code)
  return `${say('check', checkType)}: ${say('checkReason', code)}`
}

/**
 * The codes that a decision may have as its reason. They are stored and sent by webhook, so they contain no personal data.
 * The watchlist codes have neutral names, because a page or a log may show them to the applicant.
 */
export const DECISION_REASONS = {
  APPROVED: {
    'evidence-sufficient': 'The evidence is sufficient',
    'text-readable': 'I can read the document',
    'document-genuine': 'The document is genuine',
    'same-person': 'The face and the document show the same person',
    'compliance-cleared': 'The watchlist hit is another person',
  },
  REJECTED: {
    'evidence-insufficient': 'The evidence is not sufficient',
    'document-unreadable': 'I cannot read the document',
    'document-not-genuine': 'The document is not genuine',
    'other-person': 'The face and the document show different people',
    'compliance-refused': 'The watchlist hit is this person',
  },
}

export function sayDecisionReason({ decision, reason }) {
  return DECISION_REASONS[decision]?.[reason] ?? reason
}

const AGES = new Intl.RelativeTimeFormat('en-GB', { style: 'short', numeric: 'auto' })
const UNITS_MS = Object.entries({ day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 })

/** For example "3 hr ago". */
function formatAge(time) {
  const elapsedMs = Math.max(0, Date.now() - Date.parse(time))
  const [unit, ms] = UNITS_MS.find(([, each]) => elapsedMs >= each) ?? UNITS_MS.at(-1)
  return AGES.format(-Math.floor(elapsedMs / ms), unit)
}

const TIMES = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

export function formatTime(time) {
  return `${TIMES.format(new Date(time))} UTC`
}

export function renderAge(time) {
  return html`<time datetime="${time}" title="${formatTime(time)}">${formatAge(time)}</time>`
}

export function renderOutcome(outcome) {
  return html`<span class="badge ${outcome.toLowerCase()}">${humanise(outcome)}</span>`
}
