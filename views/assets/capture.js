// Starts Yoti's client in the frame without the client session token ever being in a URL, and
// listens for its end. The frame gets its address last, or its first message would be lost.
const SECONDS_TO_START = 6

const frame = document.querySelector('iframe[data-client-url]')
const { clientUrl, launchUrl, sessionId, sessionToken } = frame.dataset
const clientOrigin = new URL(clientUrl).origin
let started = false

const leaveWith = (query) => location.replace(`${location.pathname}?${query}`)

addEventListener('message', ({ origin, source, data }) => {
  if (origin !== clientOrigin || source !== frame.contentWindow) return
  switch (data?.eventType) {
    case 'STARTED':
      started = true
      source.postMessage(
        { eventType: 'INIT_SESSION', sessionID: sessionId, sessionToken },
        clientOrigin,
      )
      break
    case 'SUCCESS':
      leaveWith('waited=0')
      break
    case 'ERROR':
      leaveWith(`yotiErrorCode=${Number(data.eventCode)}`)
      break
  }
})

frame.addEventListener(
  'load',
  () => {
    setTimeout(() => {
      if (!started) frame.src = launchUrl
    }, SECONDS_TO_START * 1000)
  },
  { once: true },
)
frame.src = clientUrl
