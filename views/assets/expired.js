// Leads the person back by itself, once there was time to read what happened: a page that nobody sees is not read.
const SECONDS_TO_READ = 10

const { href } = document.querySelector('[data-testid="start-again"]')
let seen = 0

const look = () => {
  if (document.visibilityState === 'visible') seen += 1
  if (seen < SECONDS_TO_READ) setTimeout(look, 1000)
  // Replaced, or the way back from there would end in being led on again.
  else location.replace(href)
}

setTimeout(look, 1000)
