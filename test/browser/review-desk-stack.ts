import express from 'express'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureSession } from '../../emulator/src/capture-client/capture-session.js'
import { createDemoProvider } from '../../examples/review-desk/demo-provider.js'
import { createDesk, discoverProvider } from '../../examples/review-desk/desk.js'
import { API_ENV, callApi, SHOP_SECRET } from '../journeys/journey.js'
import { listen } from '../support/listen.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'

export type DeskStack = Awaited<ReturnType<typeof startDeskStack>>

/** The review desk, its identity provider and the server, each with an address of its own. */
export async function startDeskStack({ pageSize = 25 } = {}) {
  const stack = await startStack({
    clock: 'real',
    env: { ...API_ENV, RATE_LIMIT: 'off' },
  })
  const [deskFront, providerFront] = [express(), express()]
  const [desk, provider] = [await listen(deskFront), await listen(providerFront)]
  const deskUrl = `http://localhost:${desk.port}`
  /** By the desk. */
  const logged: string[] = []
  const folder = await mkdtemp(join(tmpdir(), 'review-desk-'))
  const auditFile = join(folder, 'audit.jsonl')
  const client = {
    // Another site than the desk, so that its cookies are tried as they are in practice.
    issuer: provider.url,
    clientId: 'review-desk',
    clientSecret: randomBytes(32).toString('hex'),
  }
  providerFront.use(await createDemoProvider({ ...client, deskUrl }))
  deskFront.use(
    createDesk({
      verifyUrl: stack.baseUrl,
      apiKey: SHOP_SECRET,
      baseUrl: deskUrl,
      provider: await discoverProvider(client),
      auditFile,
      sessionSecret: randomBytes(32).toString('hex'),
      pageSize,
      logError: (message) => logged.push(message),
    }),
  )
  return {
    ...stack,
    deskUrl,
    issuer: client.issuer,
    logged,
    async readAuditLines() {
      const lines = (await readFile(auditFile, 'utf8')).trimEnd().split('\n')
      return lines.map((line) => JSON.parse(line) as Record<string, string>)
    },
    /** A user who has finished, and whose checks have ended as in this scenario. Returns the session id. */
    async addCase(userReference: string, scenario: string) {
      const { body } = await callApi(stack, 'POST', '/api/sessions', { userReference, scenario })
      const { sessionId, clientSessionToken } = body
      const file = join(import.meta.dirname, '..', '..', 'scenarios', `${scenario}.json`)
      const { capture } = JSON.parse(await readFile(file, 'utf8')) as { capture: object }
      const { apiUrl } = stack.emulator
      await captureSession({ apiUrl, sessionId, clientSessionToken, ...capture })
      await waitFor('the end of the checks', async () => {
        const { body: session } = await callApi(stack, 'GET', `/api/sessions/${sessionId}`)
        return session.outcome !== 'PENDING'
      })
      return sessionId
    },
    async [Symbol.asyncDispose]() {
      await desk[Symbol.asyncDispose]()
      await provider[Symbol.asyncDispose]()
      await stack[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}
