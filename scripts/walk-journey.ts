// npx tsx scripts/walk-journey.ts http://localhost:3000
// Walks a user's journey over HTTP through a server that runs on the emulator: the form, the capture steps that the
// session requires, waiting, the approved result and its pictures. Exits with 0 when every step succeeded.
import { captureSession } from '../emulator/src/capture-client/capture-session.js'
import { createVisitor, readClientSessionToken, startSession } from '../test/support/visitor.js'
import { waitFor } from '../test/support/wait-for.js'

const TIMEOUT_MS = 60_000

const baseUrl = process.argv[2] ?? 'http://localhost:3000'
const user = createVisitor(baseUrl)
const stranger = createVisitor(baseUrl)

await waitFor('the server to be alive', isAlive, TIMEOUT_MS)
report(`alive after ${Math.round(performance.now())} ms`)

const sessionId = await startSession(user)
const sessionPath = `/sessions/${sessionId}`
report(`session created: ${sessionPath}`)
await expectStatus(404, stranger.get(sessionPath))

// Drives the emulator as its client page does, with what the session page passes to it.
const page = await expectStatus(200, user.get(sessionPath))
const [, apiUrl = ''] = /data-client-url="(.+?)\/web\//.exec(page) ?? []
const clientSessionToken = readClientSessionToken(page)
const captured = await captureSession({ apiUrl, sessionId, clientSessionToken })
if (captured.kind !== 'FINISHED') throw new Error(`The capture ended: ${JSON.stringify(captured)}`)
report('captured and finished')

const outcome = await waitFor('the checks to complete', readFinalOutcome, TIMEOUT_MS)
const results = await expectStatus(200, user.get(sessionPath))
if (outcome !== 'APPROVED' || !results.includes('data-outcome="APPROVED"')) {
  throw new Error(`The outcome is ${outcome}, or the results page does not show it.`)
}
report('approved')

const pictures = new Set(results.match(/\/sessions\/[0-9a-f-]+\/media\/[0-9a-f-]+/g))
if (pictures.size === 0) throw new Error('The results page shows no pictures.')
for (const picture of pictures) {
  await expectStatus(200, user.get(picture))
  await expectStatus(404, stranger.get(picture))
}
report(`${pictures.size} media read`)

function report(step: string): void {
  process.stdout.write(`  ${step}\n`)
}

async function readFinalOutcome() {
  const response = await user.get(`${sessionPath}/status`)
  const { state, ...status } = (await response.json()) as { state: string; outcome: string }
  return state === 'COMPLETED' && status.outcome
}

async function isAlive(): Promise<boolean> {
  return fetch(`${baseUrl}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function expectStatus(status: number, responding: Promise<Response>): Promise<string> {
  const response = await responding
  const body = await response.text()
  if (response.status === status && (status !== 200 || body !== '')) return body
  throw new Error(`${response.url} returned ${response.status} with ${body.length} characters.`)
}
