// Starts Yoti's client in the frame. The client session token never appears in a URL.
// The frame's src is set last, because STARTED would be lost without the listener.
const START_TIMEOUT_SECONDS = 6

const frame = document.querySelector('iframe[data-client-url]')
const { clientUrl, launchUrl, sessionId, sessionToken } = frame.dataset
const clientOrigin = new URL(clientUrl).origin
const trouble = document.querySelector('.trouble')
let started = false

// cspell:ignore FBAN FBAV
/** Built-in browsers of apps often have no camera. */
const APP_BROWSERS = /FBAN|FBAV|Instagram|Line\/|MicroMessenger|TikTok|Snapchat|; wv\)/

const findProblem = async () => {
  if (!isSecureContext) return 'insecure'
  if (APP_BROWSERS.test(navigator.userAgent)) return 'app'
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return devices.some(({ kind }) => kind === 'videoinput') ? undefined : 'camera'
}

const reloadWith = (query) => location.replace(`${location.pathname}?${query}`)

addEventListener('message', ({ origin, source, data }) => {
  if (origin !== clientOrigin || source !== frame.contentWindow) return
  switch (data?.eventType) {
    case 'STARTED':
      started = true
      trouble.hidden = true
      frame.dataset.started = ''
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

const open = () => {
  frame.addEventListener(
    'load',
    () => {
      setTimeout(() => {
        if (!started) frame.src = launchUrl
      }, START_TIMEOUT_SECONDS * 1000)
    },
    { once: true },
  )
  setTimeout(
    () => {
      trouble.hidden = started
    },
    2 * START_TIMEOUT_SECONDS * 1000,
  )
  frame.src = clientUrl
}

const problem = await findProblem()
const explanation = problem && document.querySelector(`[data-problem="${problem}"]`)
if (explanation) {
  explanation.hidden = false
  explanation.querySelector('[data-ignore]').addEventListener('click', () => {
    explanation.hidden = true
    open()
  })
} else open()
