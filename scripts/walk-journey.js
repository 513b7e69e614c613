// node scripts/walk-journey.js http://localhost:3000
// Walks a user's journey over HTTP through a server that runs on the emulator: the form, the capture steps that the
// session requires, waiting, the approved result and its pictures. Exits with 0 when every step succeeded.
import { setTimeout as delay } from 'node:timers/promises'
import { createPicture } from './create-grey-png.js'

const TIMEOUT_MS = 60_000
const POLL_INTERVAL_MS = 250
const ZOOM_FRAME_COUNT = 7

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
  report(`alive after ${Math.round(performance.now())} ms`)

  await expectAnswer(200, browse('/'), 'GET /')
  const started = await browse('/sessions', {
    method: 'POST',
    headers: { Origin: server, 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  await expectAnswer(303, started, 'POST /sessions')
  const sessionPath = new URL(started.headers.get('location'), server).pathname
  report(`session created: ${sessionPath}`)

  const withoutCookie = await fetch(server + sessionPath)
  await expectAnswer(404, withoutCookie, 'the session page without the cookie')

  await capture(await readFrame(sessionPath))
  report('captured and finished')

  let outcome
  await waitFor('the checks to complete', async () => {
    const status = await (await browse(`${sessionPath}/status`)).json()
    outcome = status.outcome
    return status.state === 'COMPLETED'
  })
  if (outcome !== 'APPROVED') throw new Error(`the outcome is ${outcome}, not APPROVED`)
  const results = await expectAnswer(200, browse(sessionPath), 'the results page')
  const html = await results.text()
  if (!html.includes('data-outcome="APPROVED"')) {
    throw new Error('the results page does not show the outcome APPROVED')
  }
  report('approved')

  const pictures = [...new Set(html.match(/\/sessions\/[0-9a-f-]+\/media\/[0-9a-f-]+/g) ?? [])]
  if (pictures.length === 0) throw new Error('the results page shows no pictures')
  for (const picture of pictures) {
    const media = await expectAnswer(200, browse(picture), 'a picture of the results')
    if ((await media.arrayBuffer()).byteLength === 0) throw new Error(`${picture} is empty`)
  }
  await expectAnswer(404, await fetch(server + pictures[0]), 'a picture without the cookie')
  report(`${pictures.length} media read`)
}

/** The values that the session page passes to the client in its frame. */
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
    if (!answer.ok) throw new Error(`${method} ${path} returned ${answer.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  const picture = createPicture()
  const put = (path) => call('PUT', path, picture, 'image/png')

  const configuration = await call('GET', '/configuration')
  if (configuration.capture.biometric_consent === 'REQUIRED')
    await call('PUT', '/biometric-consent')

  for (const requirement of configuration.capture.required_resources) {
    if (requirement.type === 'ID_DOCUMENT') await captureDocument(call, put, requirement)
    else if (requirement.type === 'SUPPLEMENTARY_DOCUMENT') {
      await captureSupplementaryDocument(call, put, requirement)
    } else if (requirement.type === 'LIVENESS') await captureFace(call, put, requirement)
    else throw new Error(`this script cannot provide ${requirement.type}`)
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
  if (requirement.requested_tasks.length === 0) return
  const extraction = await call('POST', `${path}/text-extraction`)
  if (extraction.state !== 'DONE') throw new Error(`text extraction ended ${extraction.state}`)
}

async function captureSupplementaryDocument(call, put, requirement) {
  const document = await call('POST', '/resources/supplementary-documents', {
    requirement_id: requirement.id,
    issuing_country: requirement.country_codes[0],
    document_type: requirement.document_types[0],
  })
  await put(`/resources/supplementary-documents/${document.id}/pages/0?capture_method=CAMERA`)
  await waitFor('the supplementary document to be read', async () => {
    const { capture } = await call('GET', '/configuration')
    const { state } = capture.required_resources.find(({ id }) => id === requirement.id)
    return state !== 'IN_PROGRESS'
  })
}

async function captureFace(call, put, requirement) {
  const face = await call('POST', '/resources/liveness', {
    requirement_id: requirement.id,
    liveness_type: requirement.liveness_type,
  })
  const path = `/resources/liveness/${face.id}`
  if (requirement.liveness_type === 'ZOOM') {
    for (let frame = 0; frame < ZOOM_FRAME_COUNT; frame++) await put(`${path}/frames/${frame}`)
    await call('PUT', `${path}/facemap`, Buffer.from('facemap'), 'application/octet-stream')
  } else {
    await put(`${path}/image`)
  }
  const attempt = await call('POST', `${path}/attempt`)
  if (!attempt.passed) throw new Error('the liveness attempt did not pass')
}

/** A request of the user's browser, with its cookies and without following redirects. */
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
  throw new Error(`${what} returned ${answer.status}, not ${status}`)
}

async function waitFor(what, condition) {
  const deadline = Date.now() + TIMEOUT_MS
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`waited ${TIMEOUT_MS / 1000} s for ${what}`)
    await delay(POLL_INTERVAL_MS)
  }
}

function report(line) {
  process.stdout.write(`  ${line}\n`)
}
