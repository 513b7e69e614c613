// Polls the status and updates the list in place. Opens the session's page when it has something else to show.
const POLL_INTERVAL_SECONDS = 2

const watched = document.querySelector('[data-watch]')
const trouble = document.querySelector('[data-connection-lost]')
const { watch, state, timeoutSeconds, onPhone, page = location.pathname } = watched.dataset
const pollingSince = performance.now()

/** False if a check has been added since the page was rendered. */
const showSteps = (steps) =>
  steps.every(({ type, state: stepState, label }) => {
    const item = watched.querySelector(`li[data-type="${CSS.escape(type)}"]`)
    if (item && item.dataset.state !== stepState) {
      item.dataset.state = stepState
      item.querySelector('small').textContent = label
    }
    return item
  })

/** Another window may have requested erasure, and the phone may have begun. */
const needsReload = (status) =>
  status.state !== state ||
  (status.erasing === true) !== (watch === 'erasing') ||
  (watch === 'phone' ? String(status.onPhone) !== onPhone : !showSteps(status.steps))

const hasTimedOut = (status) =>
  timeoutSeconds !== undefined &&
  status.state === 'ONGOING' &&
  performance.now() - pollingSince > Number(timeoutSeconds) * 1000

const poll = async () => {
  try {
    const response = await fetch(`${page}/status`, { cache: 'no-store' })
    if (response.status >= 500) throw new Error(String(response.status))
    const status = response.ok ? await response.json() : undefined
    trouble.textContent = ''
    // If the session is not found, the page explains why.
    if (!status || needsReload(status) || hasTimedOut(status)) {
      location.replace(status && hasTimedOut(status) ? '?continue=1' : page)
      return
    }
  } catch {
    trouble.textContent = trouble.dataset.connectionLost
  }
  setTimeout(poll, POLL_INTERVAL_SECONDS * 1000)
}

setTimeout(poll, POLL_INTERVAL_SECONDS * 1000)
