// Waits for the phone on the computer. Opens the session's page as soon as it has something else to show.
const POLL_INTERVAL_SECONDS = 2

const trouble = document.querySelector('[role="status"]')
const { page, onPhone, connectionLost } = trouble.dataset

const poll = async () => {
  try {
    const response = await fetch(`${page}/status`, { cache: 'no-store' })
    if (response.status >= 500) throw new Error(String(response.status))
    const status = response.ok ? await response.json() : undefined
    trouble.textContent = ''
    const isUnchanged = status?.state === 'ONGOING' && String(status.onPhone) === onPhone
    if (!isUnchanged) {
      location.replace(page)
      return
    }
  } catch {
    trouble.textContent = connectionLost
  }
  setTimeout(poll, POLL_INTERVAL_SECONDS * 1000)
}

setTimeout(poll, POLL_INTERVAL_SECONDS * 1000)
