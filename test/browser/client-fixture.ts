import type { Page } from 'playwright-core'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { createApplication, createSignedClient } from '../../emulator/test/signed-client.js'
import { FAST_TIMELINE } from '../support/start-stack.js'
import { createClientPage } from '../../emulator/src/playwright.js'

export type ClientFixture = Awaited<ReturnType<typeof startClientFixture>>

/** The emulator alone, in real time: its client page as a window of its own, and the API beside it. */
export async function startClientFixture() {
  const application = createApplication()
  const emulator = await startEmulator({
    port: 0,
    applications: [application],
    timeline: FAST_TIMELINE,
  })
  const sandbox = createSignedClient(emulator.sandboxUrl, application)

  return {
    emulator,
    signed: sandbox,
    read: async (path: string) => (await sandbox('GET', path)).json,

    /** Opens the client on a new session that answers as configured. */
    async open(page: Page, body: object, config: object = {}) {
      const { json } = await sandbox('POST', '/sessions', body)
      const { session_id: id, client_session_token: token } = json
      const path = `/sessions/${id}`
      await sandbox('PUT', `${path}/response-config`, config)
      await page.goto(`${emulator.apiUrl}/web/index.html?sessionID=${id}&sessionToken=${token}`)
      return { id, path, client: createClientPage(page) }
    },

    [Symbol.asyncDispose]: () => emulator.close(),
  }
}
