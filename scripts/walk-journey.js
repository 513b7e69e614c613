// node scripts/walk-journey.js http://localhost:3000
// Walks one person's journey over HTTP, through a server that runs on the emulator: the form, the capture steps that
// the client's page would take, waiting, the approved result and its pictures. Exit code 0 when all of it was so.
import { setTimeout as delay } from 'node:timers/promises'
import { createPicture } from './create-grey-png.js'

const PATIENCE = 60_000
const POLL_EVERY = 250

const server = new URL(process.argv[2] ?? 'http://localhost:3000').origin
const cookies = new Map()

try {
  await walk()
} catch (error) {
  process.stderr.write(`The journey failed: ${error.message}\n`)
  process.exitCode = 1
}

async function walk() {
  await waitFor('the server to be alive', async () => (await fetch(`${server}/healthz`)).ok)
  say(`alive after ${Math.round(performance.now())} ms`)

  await expectAnswer(200, browse('/'), 'GET /')
  const started = await browse('/sessions', {
    method: 'POST',
    headers: { Origin: server, 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  await expectAnswer(303, started, 'POST /sessions')
  const sessionPath = new URL(started.headers.get('location'), server).pathname
  say(`session created: ${sessionPath}`)

  const stranger = await fetch(server + sessionPath)
  await expectAnswer(404, stranger, 'the session page for a stranger')

  await capture(await readFrame(sessionPath))
  say('captured and finished')

  let outcome
  await waitFor('the checks to complete', async () => {
    const status = await (await browse(`${sessionPath}/status`)).json()
    outcome = status.outcome
    return status.state === 'COMPLETED'
  })
  if (outcome !== 'APPROVED') throw new Error(`the outcome is ${outcome}, not APPROVED`)
  const results = await expectAnswer(200, browse(sessionPath), 'the results page')
  const html = await results.text()
  if (!/approved|confirmed/i.test(html)) throw new Error('the results page does not say approved')
  say('approved')

  const pictures = [...new Set(html.match(/\/sessions\/[0-9a-f-]+\/media\/[0-9a-f-]+/g) ?? [])]
  if (pictures.length === 0) throw new Error('the results page shows no pictures')
  for (const picture of pictures) {
    const media = await expectAnswer(200, browse(picture), 'a picture of the results')
    if ((await media.arrayBuffer()).byteLength === 0) throw new Error(`${picture} is empty`)
  }
  await expectAnswer(404, await fetch(server + pictures[0]), 'a picture for a stranger')
  say(`${pictures.length} media read`)
}

/** What the session page hands to the client in its frame. */
async function readFrame(sessionPath) {
  const page = await expectAnswer(200, browse(sessionPath), 'the session page')
  const html = await page.text()
  const read = (name) => {
    const value = new RegExp(`data-${name}="([^"]+)"`).exec(html)?.[1]
    if (value === undefined) throw new Error(`the session page has no data-${name}`)
    return value
  }
  return {
    api: read('client-url').replace(/\/web\/.*/, ''),
    sessionId: read('session-id'),
    token: read('session-token'),
  }
}

/** Drives the emulator as its client page does. */
async function capture({ api, sessionId, token }) {
  const session = `${api}/sessions/${sessionId}`
  const call = async (method, path, body, type = 'application/json') => {
    const answer = await fetch(session + path, {
      method,
      headers: {
        'X-Yoti-Auth-Token': token,
        ...(body === undefined ? {} : { 'Content-Type': type }),
      },
      body: body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const picture = createPicture()
  const put = (path) => call('PUT', path, picture, 'image/png')

  const configuration = await call('GET', '/configuration')
  if (configuration.capture.biometric_consent === 'REQUIRED')
    await call('PUT', '/biometric-consent')

  for (const requirement of configuration.capture.required_resources) {
    if (requirement.type === 'ID_DOCUMENT') await captureDocument(call, put, requirement)
    else if (requirement.type === 'LIVENESS') await captureFace(call, put, requirement)
    else throw new Error(`no way is known here to fulfil ${requirement.type}`)
  }
  await call('DELETE', '/client-session-token')
}

async function captureDocument(call, put, requirement) {
  const countries = requirement.supported_countries
  const country = countries.find(({ code }) => code === 'GBR') ?? countries[0]
  const document = await call('POST', '/resources/id-documents', {
    requirement_id: requirement.id,
    issuing_country: country.code,
    document_type: country.supported_documents[0].type,
  })
  const path = `/resources/id-documents/${document.id}`
  for (let page = 0; page < document.pages; page++) {
    await put(`${path}/pages/${page}?capture_method=CAMERA`)
    for (const frame of [0, 1]) await put(`${path}/pages/${page}/frames/${frame}`)
  }
  const extraction = await call('POST', `${path}/text-extraction`)
  if (extraction.state !== 'DONE') throw new Error(`text extraction ended ${extraction.state}`)
}

async function captureFace(call, put, requirement) {
  if (requirement.liveness_type !== 'STATIC') {
    throw new Error(`no way is known here to capture ${requirement.liveness_type} liveness`)
  }
  const face = await call('POST', '/resources/liveness', {
    requirement_id: requirement.id,
    liveness_type: requirement.liveness_type,
  })
  await put(`/resources/liveness/${face.id}/image`)
  const attempt = await call('POST', `/resources/liveness/${face.id}/attempt`)
  if (!attempt.passed) throw new Error('the liveness attempt did not pass')
}

/** One request of the person's browser: with its cookies, and following nothing by itself. */
async function browse(path, options = {}) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(server + path, {
    redirect: 'manual',
    ...options,
    headers: { ...options.headers, ...(cookie === '' ? {} : { Cookie: cookie }) },
  })
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
    cookies.set(name, value)
  }
  return answer
}

async function expectAnswer(status, answering, what) {
  const answer = await answering
  if (answer.status === status) return answer
  throw new Error(`${what} was answered ${answer.status}, not ${status}`)
}

async function waitFor(what, isSo) {
  const deadline = Date.now() + PATIENCE
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE / 1000} s in vain for ${what}`)
    await delay(POLL_EVERY)
  }
}

function say(line) {
  process.stdout.write(`  ${line}\n`)
}
