// Returns the user automatically, after time to read. Only seconds when the page is visible count.
const READING_SECONDS = 10

const { href } = document.querySelector('[data-testid="start-again"]')
let visibleSeconds = 0

const countVisibleSecond = () => {
  if (document.visibilityState === 'visible') visibleSeconds += 1
  if (visibleSeconds < READING_SECONDS) setTimeout(countVisibleSecond, 1000)
  // Replace the page, or the Back button would return here and redirect again.
  else location.replace(href)
}

setTimeout(countVisibleSecond, 1000)
