// Runs in the browser. Reloads only when the page has changed, because a reload loses the keyboard focus and the
// position of a screen reader.
const POLL_INTERVAL_SECONDS = 3

const { pollUrl } = document.querySelector('main').dataset
const readTitle = (page) => page.querySelector('h1').textContent

const poll = async () => {
  try {
    const response = await fetch(pollUrl)
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (response.ok && readTitle(page) !== readTitle(document)) {
      location.replace(pollUrl)
      return
    }
  } catch {
    // The connection may recover.
  }
  setTimeout(poll, POLL_INTERVAL_SECONDS * 1000)
}

setTimeout(poll, POLL_INTERVAL_SECONDS * 1000)
