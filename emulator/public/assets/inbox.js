const EVERY = 1000

const find = (testId) => document.querySelector(`[data-testid="${testId}"]`)
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

let isPaused = false

find('pause').hidden = false
find('pause').addEventListener('click', ({ currentTarget }) => {
  isPaused = !isPaused
  currentTarget.setAttribute('aria-pressed', String(isPaused))
  if (!isPaused) void refresh()
})
document.addEventListener('submit', (event) => {
  if (event.target.method !== 'post') return
  event.preventDefault()
  void send(event.target, event.submitter)
})
prepare(document)
setInterval(() => {
  if (!isPaused && !document.hidden) void refresh()
}, EVERY)

async function refresh(problem = '') {
  try {
    const answer = await fetch(location.href)
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    prepare(page)
    for (const next of page.querySelectorAll('[data-live]')) {
      update(document.querySelector(`[data-live="${next.dataset.live}"]`), next)
    }
    tellProblem(problem)
  } catch {
    tellProblem(
      'The emulator is not responding. Start it again. This page then updates automatically.',
    )
  }
}

/** Sends a form and stays on the page. */
async function send(form, submitter) {
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: new FormData(form, submitter).get('json'),
  }).catch(() => undefined)
  const { message = '' } = answer?.ok === false ? await answer.json().catch(() => ({})) : {}
  await refresh(message)
  if (answer?.ok) find('done').textContent = `${submitter.textContent}: done.`
}

/** Shows local times, and a button that copies each command. */
function prepare(page) {
  for (const time of page.querySelectorAll('time')) {
    time.textContent = clock.format(new Date(time.dateTime))
  }
  for (const text of page.querySelectorAll('pre')) {
    const copy = document.createElement('button')
    copy.type = 'button'
    copy.dataset.copy = ''
    copy.textContent = 'Copy'
    text.before(copy)
  }
}

document.addEventListener('click', ({ target }) => {
  if (target.dataset.copy === undefined) return
  navigator.clipboard.writeText(target.nextElementSibling.textContent).then(
    () => (find('done').textContent = 'Copied.'),
    () => tellProblem('The browser does not allow copying. Select the text instead.'),
  )
})

function tellProblem(text) {
  const problem = find('problem')
  problem.hidden = text === ''
  if (problem.textContent !== text) problem.textContent = text
}

/** Replaces only changed rows, so that focus and screen readers keep their place. */
function update(shown, next) {
  if (next.querySelector('[data-key]') === null && shown.firstElementChild === null) {
    if (shown.textContent !== next.textContent) shown.textContent = next.textContent
    return
  }
  const known = new Map([...shown.children].map((row) => [row.dataset.key, row]))
  const rows = [...next.children].map((row) => {
    const old = known.get(row.dataset.key)
    known.delete(row.dataset.key)
    return old === undefined ? row : keep(old, row)
  })
  for (const row of known.values()) row.remove()
  let place = shown.firstElementChild
  for (const row of rows) {
    if (row === place) place = place.nextElementSibling
    else shown.insertBefore(row, place)
  }
}

/** An opened text counts as unchanged. */
function keep(old, row) {
  old.querySelectorAll('details').forEach(({ open }, index) => {
    row.querySelectorAll('details')[index]?.toggleAttribute('open', open)
  })
  if (old.outerHTML === row.outerHTML) return old
  const hadFocus = old.contains(document.activeElement)
  old.replaceWith(row)
  if (hadFocus) row.querySelector('a, button')?.focus()
  return row
}
