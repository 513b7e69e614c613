// Starts Yoti's client in the frame. The client session token never appears in a URL.
// The frame's src is set last, because STARTED would be lost without the listener.
const START_TIMEOUT_SECONDS = 6

const frame = document.querySelector('iframe[data-client-url]')
const { clientUrl, launchUrl, sessionId, sessionToken } = frame.dataset
const clientOrigin = new URL(clientUrl).origin
let started = false

const reloadWith = (query) => location.replace(`${location.pathname}?${query}`)

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
      reloadWith('waited=0')
      break
    case 'ERROR':
      reloadWith(`yotiErrorCode=${Number(data.eventCode)}`)
      break
  }
})

frame.addEventListener(
  'load',
  () => {
    setTimeout(() => {
      if (!started) frame.src = launchUrl
    }, START_TIMEOUT_SECONDS * 1000)
  },
  { once: true },
)
frame.src = clientUrl
