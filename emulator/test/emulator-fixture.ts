import { createManualClock, startEmulator, type EmulatorOptions } from '../src/start-emulator.js'
import { sendControlRequest } from './control/send-control-request.js'
import { createEndUser } from './end-user.js'
import { SESSION_SPEC } from './session-spec.js'
import { createApplication, createSignedClient } from './signed-client.js'

// One key for all tests of a file, because generating a key is slow.
const APPLICATION = createApplication()

/** An emulator on a manual clock with one application, before those of the options. */
export async function startEmulatorFixture(options: Partial<EmulatorOptions> = {}) {
  const clock = createManualClock()
  const application = APPLICATION
  const emulator = await startEmulator({
    port: 0,
    clock,
    ...options,
    applications: [application, ...(options.applications ?? [])],
  })
  const signed = createSignedClient(emulator.apiUrl, application)
  const sandbox = createSignedClient(emulator.sandboxUrl, application)
  return {
    clock,
    application,
    emulator,
    signed,
    sandbox,
    control: (path: string, body?: unknown) => sendControlRequest(emulator, path, body),
    readControl: (path: string) =>
      sendControlRequest(emulator, path, undefined, { method: 'GET', headers: {} }),
    /** Sets the response configuration of a session, or of all sessions. */
    configure: (config: object, path = `/apps/${application.sdkId}`) =>
      sandbox('PUT', `${path}/response-config`, config),

    async createSession(body: object = SESSION_SPEC) {
      const { json } = await signed('POST', '/sessions', body)
      const { session_id: id, client_session_token: token } = json
      const endUser = createEndUser(emulator.apiUrl, id, token)
      return { id, token, endUser, path: `/sessions/${id}` }
    },

    /** A session whose end user has captured everything and finished. */
    async finishSession(body: object = SESSION_SPEC, country?: string, documentType?: string) {
      const session = await this.createSession(body)
      await session.endUser.captureAndFinish(country, documentType)
      return session
    },

    async completeSession(body: object = SESSION_SPEC, country?: string, documentType?: string) {
      const session = await this.finishSession(body, country, documentType)
      await clock.advance(60_000)
      return session
    },

    /** The result of a session. */
    read: async (path: string) => (await signed('GET', path)).json,

    [Symbol.asyncDispose]: () => emulator.close(),
  }
}
