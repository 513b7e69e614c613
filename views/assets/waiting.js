// Follows the checks: updates the list in place, and loads the page again when it has become another.
const SECONDS_BETWEEN_LOOKS = 2

const list = document.querySelector('ol.progress')
const trouble = document.querySelector('[role="status"]')
const { state, timeoutSeconds } = list.dataset
const lookedSince = performance.now()

/** False when a check has come that the page does not list yet. */
const showSteps = (steps) =>
  steps.every(({ type, state: stepState, label }) => {
    const item = list.querySelector(`li[data-type="${CSS.escape(type)}"]`)
    if (item && item.dataset.state !== stepState) {
      item.dataset.state = stepState
      item.querySelector('small').textContent = label
    }
    return item
  })

/** Another window may have had it erased. */
const hasMovedOn = (status) => status.state !== state || status.erasing

const isOutOfPatience = (status) =>
  status.state === 'ONGOING' && performance.now() - lookedSince > Number(timeoutSeconds) * 1000

const look = async () => {
  try {
    const response = await fetch(`${location.pathname}/status`, { cache: 'no-store' })
    if (response.status >= 500) throw new Error(String(response.status))
    const status = response.ok ? await response.json() : undefined
    trouble.textContent = ''
    // Not found any more: the page itself says why.
    if (!status || hasMovedOn(status) || !showSteps(status.steps) || isOutOfPatience(status)) {
      location.replace(location.pathname)
      return
    }
  } catch {
    trouble.textContent =
      'Connection lost. We’ll keep trying, and your check continues in the meantime.'
  }
  setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000)
}

setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000)
