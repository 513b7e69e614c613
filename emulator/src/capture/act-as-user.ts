import { runClient, type CaptureBehaviour } from '../capture-client/capture-session.js'
import { createClientApi, encodeBody, toError, type CallApi } from '../capture-client/client-api.js'
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
  return runClient(createClientApi(createLocalCall(session)), {
    ...behaviour,
    sessionId: session.id,
    advanceTime: (seconds) => session.clock.advance(seconds * 1000),
  })
}

/** Calls the routes of the client page without the network, so it also works with https. */
function createLocalCall(session: Session): CallApi {
  const { id, token = '' } = session
  return async (method, path, body) => {
    // Yields to other requests, and lets text extraction in the background end.
    await new Promise(setImmediate)
    const {
      pathname,
      search,
      searchParams: query,
    } = new URL(`http://emulator/sessions/${id}${path}`)
    const route = ROUTES.find((one) => one.method === method && one.pattern.test(pathname))
    if (route === undefined) throw new Error(`The client page has no call ${method} ${path}.`)
    const call = {
      method,
      pathAndQuery: pathname + search,
      apiPrefix: '',
      params: { ...route.pattern.exec(pathname)?.groups },
      query,
      headers: {},
      body: Buffer.from(encodeBody(body).content ?? ''),
      token,
    }
    try {
      const { json } = await route.handle(call, () => authorize(session, call))
      return json === undefined ? undefined : (JSON.parse(JSON.stringify(json)) as unknown)
    } catch (err) {
      if (!(err instanceof ApiError)) throw err
      throw toError(`${method} ${path}`, err.status, JSON.stringify(err.body))
    }
  }
}
