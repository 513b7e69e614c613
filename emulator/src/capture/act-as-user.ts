import { runClient, type CaptureBehaviour } from '../capture-client/capture-session.js'
import { createClientApi } from '../capture-client/client-api.js'
import { photograph } from '../capture-client/pictures.js'
import { ApiError } from '../http/api-error.js'
import { authorize } from '../http/route-handler.js'
import { CLIENT_ROUTES } from '../sessions/session-routes.js'
import type { Session } from '../sessions/session.js'
import { CAPTURE_ROUTES } from './capture-routes.js'
import { getRequirementState } from './requirement-state.js'
import { addFaceCapture, storeMedia } from './store-resource.js'

const ROUTES = [...CLIENT_ROUTES, ...CAPTURE_ROUTES].map((route) => ({
  ...route,
  pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
}))

/** Does what a user does on the client page, and supplies the reference face if it is missing. */
export async function actAsUser(session: Session, behaviour: CaptureBehaviour) {
  for (const requirement of session.requirements) {
    if (requirement.type !== 'FACE_CAPTURE') continue
    if (getRequirementState(session, requirement) === 'COMPLETE') continue
    const face = addFaceCapture(session, requirement.id, 'END_USER')
    face.image = storeMedia(session, face, photograph)
  }
  return runClient(createClientApi(connect(session)), { ...behaviour, sessionId: session.id })
}

/** Calls the routes of the client page without the network, so it also works with https. */
function connect(session: Session): Parameters<typeof createClientApi>[0] {
  const { id, token = '', clock } = session
  return {
    advanceClock: (seconds) => clock.advance(seconds * 1000),
    async send(method, path, body) {
      // Yields to other requests, and lets text extraction in the background end.
      await new Promise(setImmediate)
      const url = new URL(`http://emulator/sessions/${id}${path}`)
      const route = ROUTES.find((one) => one.method === method && one.pattern.test(url.pathname))
      if (route === undefined) throw new Error(`The client page has no call ${method} ${path}.`)
      const call = {
        method,
        pathAndQuery: url.pathname + url.search,
        apiPrefix: '',
        params: { ...route.pattern.exec(url.pathname)?.groups },
        query: url.searchParams,
        headers: {},
        body: body?.content ?? Buffer.alloc(0),
        token,
      }
      try {
        const { status = 200, json } = await route.handle(call, () => authorize(session, call))
        return { status, text: json === undefined ? '' : JSON.stringify(json) }
      } catch (err) {
        if (err instanceof ApiError) return { status: err.status, text: JSON.stringify(err.body) }
        throw err
      }
    },
  }
}
