import { button, element } from './element.js'
import { describeDelivery, describeDigest, describeStatus, describeTotal } from './inbox-words.js'

const EVERY = 1000

const find = (testId) => document.querySelector(`[data-testid="${testId}"]`)
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

let chosen = ''
let paused = false

const drawSessions = keepRows(find('sessions'), drawSession)
const drawRequests = keepRows(find('requests'), drawRequest)
const drawNotifications = keepRows(find('notifications'), drawNotification)

find('pause').addEventListener('click', ({ currentTarget }) => {
  paused = !paused
  currentTarget.setAttribute('aria-pressed', String(paused))
  if (!paused) void refresh()
})
await refresh()
setInterval(() => {
  if (!paused && !document.hidden) void refresh()
}, EVERY)

async function refresh() {
  const asked = chosen
  try {
    const answer = await fetch(`/_emulator/state?session=${encodeURIComponent(asked)}`)
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const state = await answer.json()
    if (asked === chosen) draw(state)
    tellProblem('')
  } catch {
    tellProblem(
      'The emulator is not responding. Start it again. This page then updates automatically.',
    )
  }
}

function draw({ sessions, requests, notifications, totals }) {
  const all = { id: '', chosen: chosen === '' }
  drawSessions([all, ...sessions.map((one) => ({ ...one, chosen: one.id === chosen }))])
  drawRequests(requests)
  drawNotifications(notifications)
  find('no-requests').hidden = requests.length > 0
  find('no-notifications').hidden = notifications.length > 0
  const refused = requests.filter(({ digest }) => ['refused', 'missing'].includes(digest)).length
  const summary = [
    `${describeTotal(requests.length, totals.requests, 'request')} (${refused} not proven)`,
    describeTotal(notifications.length, totals.notifications, 'notification'),
  ].join(', ')
  if (find('summary').textContent !== summary) find('summary').textContent = summary
}

function drawSession({ id, trackingId, state, at, chosen: isChosen }) {
  const choose = () => {
    chosen = id
    void refresh()
  }
  const label = id === '' ? 'All sessions' : element('code', {}, id)
  const tracking = trackingId && element('span', { class: 'tracking' }, trackingId)
  const about = id !== '' && element('span', { class: 'quiet' }, `${state} · `, drawTime(at))
  return element(
    'li',
    {},
    element(
      'button',
      { type: 'button', 'aria-pressed': String(isChosen), click: choose },
      tracking,
      label,
      about,
    ),
  )
}

function drawRequest({ at, method, pattern, status, code, digest, digestMistake, remedy, fault }) {
  const proof = describeDigest(digest, digestMistake)
  return element(
    'li',
    { 'data-digest': digest, 'data-mistake': digestMistake },
    element(
      'p',
      { class: 'line' },
      drawTime(at),
      element('strong', {}, method),
      element('code', {}, pattern ?? 'no such address'),
    ),
    element(
      'p',
      { class: 'line' },
      element(
        'span',
        { class: `mark ${describeStatus(status)}` },
        `${status} ${code ?? ''}`.trim(),
      ),
      element('span', { class: `mark ${proof.look}` }, proof.label),
      fault && element('span', { class: 'mark careful' }, `fault: ${fault}`),
    ),
    remedy && element('p', { class: 'remedy' }, remedy),
  )
}

function drawNotification({ id, at, topic, delivery, status, attempts }) {
  const fate = describeDelivery(delivery, status)
  const resend = button('Send again', `resend-${id}`, () => void sendAgain(id))
  resend.setAttribute('aria-label', `Send ${topic} of ${clock.format(at)} again`)
  return element(
    'li',
    { 'data-delivery': delivery },
    element('p', { class: 'line' }, drawTime(at), element('strong', {}, topic)),
    element(
      'p',
      { class: 'line' },
      element('span', { class: `mark ${fate.look}` }, fate.label),
      attempts > 1 && element('span', { class: 'quiet' }, `${attempts} attempts`),
      resend,
    ),
  )
}

async function sendAgain(id) {
  const answer = await fetch(`/_emulator/notifications/${id}/resend`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  }).catch(() => undefined)
  await refresh()
  if (answer?.ok !== true) tellProblem('It was not sent again. Choose one that is still listed.')
}

function drawTime(at) {
  const date = new Date(at)
  return element('time', { datetime: date.toISOString() }, clock.format(date))
}

function tellProblem(text) {
  const problem = find('problem')
  problem.hidden = text === ''
  if (problem.textContent !== text) problem.textContent = text
}

/** Replaces only changed rows, so that focus and screen readers keep their place. */
function keepRows(parent, draw) {
  let drawn = new Map()

  return (items) => {
    const next = new Map()
    for (const item of items) {
      const written = JSON.stringify(item)
      const known = drawn.get(item.id)
      next.set(item.id, known?.written === written ? known : { written, row: redraw(known, item) })
    }
    for (const [id, { row }] of drawn) if (!next.has(id)) row.remove()
    drawn = next
    let place = parent.firstElementChild
    for (const { row } of next.values()) {
      if (row === place) place = place.nextElementSibling
      else parent.insertBefore(row, place)
    }
  }

  function redraw(known, item) {
    const row = draw(item)
    const hadFocus = known?.row.contains(document.activeElement)
    known?.row.replaceWith(row)
    if (hadFocus) row.querySelector('button')?.focus()
    return row
  }
}
