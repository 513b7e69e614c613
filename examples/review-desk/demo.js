// npm run desk: the desk with everything around it, on this machine only: a server with its emulator, an identity
// provider, and a few users who have finished.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '#src/app.js'
import { parseConfig } from '#src/config/config.js'
import { createContext } from '#src/context.js'
import { startOwnEmulator } from '#src/optional-packages.js'
import { captureSession } from 'yoti-idv-emulator'
import { createDemoProvider } from './demo-provider.js'
import { createDesk, discoverProvider } from './desk.js'

const { DESK_PORT = '5100', VERIFY_PORT = '3000', OIDC_PORT = '5200' } = process.env
const SCENARIOS = [
  'approved-passport',
  'other-face-manual',
  'supplementary-unreadable',
  'all-checks-not-available',
  'watchlist-hit',
  'too-dark',
  'unreadable-text',
]
/** Milliseconds. Short, so that the queue fills within seconds. */
const TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 60,
  expertChecks: 120,
  betweenChecks: 20,
}

const createSecret = () => randomBytes(32).toString('hex')
const apiKey = createSecret()
const client = { clientId: 'review-desk', clientSecret: createSecret() }
const auditFile = join(mkdtempSync(join(tmpdir(), 'review-desk-')), 'audit.jsonl')
const deskUrl = `http://localhost:${DESK_PORT}`
// Another site than localhost, as an identity provider usually is.
const issuer = `http://127.0.0.1:${OIDC_PORT}`

const { config, secrets } = parseConfig({
  PORT: VERIFY_PORT,
  DATABASE_URL: 'file::memory:',
  API_KEYS: `demo:${apiKey}`,
  AUDIT_LOG: 'off',
  LOG_LEVEL: 'warn',
})
const emulator = await startOwnEmulator({ port: 0, timeline: TIMELINE })
const context = await createContext(
  { ...config, apiUrl: emulator.apiUrl },
  { ...secrets, application: emulator.application, appSecrets: [createSecret()] },
)
context.worker.start()
await listen(createApp(context), VERIFY_PORT, 'VERIFY_PORT')
await listen(await createDemoProvider({ issuer, deskUrl, ...client }), OIDC_PORT, 'OIDC_PORT')
const desk = createDesk({
  verifyUrl: config.baseUrl,
  apiKey,
  baseUrl: deskUrl,
  provider: await discoverProvider({ issuer, ...client }),
  auditFile,
  sessionSecret: createSecret(),
})
await listen(desk, DESK_PORT, 'DESK_PORT')
for (const [index, scenario] of SCENARIOS.entries()) {
  const session = await createSession(`user-${4711 + index}`, scenario)
  await finishSession(session, scenario)
}
const { url } = await createSession('user-you', 'unreadable-text')
console.log(`Review cases at ${deskUrl}
Add a case with pictures at ${url}
The audit log is ${auditFile}
All cases are lost when you stop it.`)

async function listen(app, port, variable) {
  const server = createServer(app).listen(Number(port), '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (err) {
    console.error(`Port ${port}: ${err.message}. Set ${variable} to another port.`)
    process.exit(1)
  }
}

async function createSession(userReference, scenario) {
  const response = await fetch(`${config.baseUrl}/api/sessions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ userReference, scenario }),
  })
  if (!response.ok) throw new Error(`POST /api/sessions answered ${response.status}.`)
  return response.json()
}

/** Does what the user of a scenario does. Without a browser there are no specimens, so the pictures are grey. */
async function finishSession({ sessionId, clientSessionToken }, scenario) {
  const file = new URL(`../../scenarios/${scenario}.json`, import.meta.url)
  const { capture } = JSON.parse(readFileSync(file, 'utf8'))
  await captureSession({ apiUrl: emulator.apiUrl, sessionId, clientSessionToken, ...capture })
}
