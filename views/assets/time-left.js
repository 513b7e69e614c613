// Counts down to the end of the session. The page never moves on its own.
const WARNING_SECONDS = 120

const root = document.querySelector('[data-seconds-left]')
const minutes = root.querySelector('.time strong')
const warning = root.querySelector('[data-warning]')
const endsAt = Date.now() + Number(root.dataset.secondsLeft) * 1000

const show = () => {
  const seconds = Math.round((endsAt - Date.now()) / 1000)
  minutes.textContent = String(Math.max(0, Math.ceil(seconds / 60)))
  if (seconds > 0 && seconds <= WARNING_SECONDS) warning.textContent ||= warning.dataset.warning
  if (seconds > 0) {
    setTimeout(show, 1000)
    return
  }
  warning.remove()
  root.querySelector('.time').hidden = true
  root.querySelector('[data-over]').hidden = false
  for (const each of document.querySelectorAll('[data-before-end]')) each.hidden = true
}

show()
