import { ClientError } from './client-error.js'

/** From the URL, otherwise from the embedding page. */
export function launch(view) {
  const parameters = new URLSearchParams(view.location.search)
  const sessionId = parameters.get('sessionID')
  const sessionToken = parameters.get('sessionToken')
  const isBare = sessionId === null && sessionToken === null
  return isBare && view.parent !== view
    ? waitForSession(view)
    : requireBoth({ sessionId, sessionToken, isHandedOff: parameters.has('handedOff') })
}

function waitForSession(view) {
  return new Promise((resolve, reject) => {
    view.addEventListener('message', function listen({ source, data }) {
      if (source !== view.parent || data?.eventType !== 'INIT_SESSION') return
      view.removeEventListener('message', listen)
      const { sessionID: sessionId, sessionToken } = data
      requireBoth({ sessionId, sessionToken }).then(resolve, reject)
    })
    view.parent.postMessage({ eventType: 'STARTED' }, '*')
  })
}

async function requireBoth(session) {
  if (!session.sessionId) throw new ClientError(2004)
  if (!session.sessionToken) throw new ClientError(2003)
  return session
}
