// In the browser: looks again, and loads the page only when it has become another. A page that reloads by
// itself takes the keyboard's place away, and a screen reader's.
const SECONDS_BETWEEN_LOOKS = 3

const { lookAgainAt } = document.querySelector('main').dataset
const findTitle = (page) => page.querySelector('h1').textContent

const look = async () => {
  try {
    const response = await fetch(lookAgainAt)
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (response.ok && findTitle(page) !== findTitle(document)) {
      location.replace(lookAgainAt)
      return
    }
  } catch {
    // The connection was lost; it may come back.
  }
  setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000)
}

setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000)
