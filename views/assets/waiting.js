// Follows the checks: updates the list in place, and loads the page again when it has become another.
const SECONDS_BETWEEN_LOOKS = 2
const WORDS = { waiting: 'waiting', running: 'checking', done: 'done' }

const list = document.querySelector('ol.progress')
const trouble = document.querySelector('[role="status"]')
const { state, patience } = list.dataset
const lookedSince = performance.now()

const showSteps = (steps) => {
  steps.forEach(({ state: stepState }, index) => {
    const item = list.children[index]
    if (!item || item.dataset.state === stepState) return
    item.dataset.state = stepState
    item.querySelector('small').textContent = WORDS[stepState]
  })
}

const look = async () => {
  try {
    const response = await fetch(`${location.pathname}/status`, { cache: 'no-store' })
    if (!response.ok) throw new Error(String(response.status))
    const status = await response.json()
    trouble.textContent = ''
    showSteps(status.steps)
    const outOfPatience =
      status.state === 'ONGOING' && performance.now() - lookedSince > Number(patience) * 1000
    if (status.state !== state || outOfPatience) {
      location.replace(location.pathname)
      return
    }
  } catch {
    trouble.textContent = 'The connection was lost. We keep trying; your check goes on meanwhile.'
  }
  setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000)
}

setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000)
