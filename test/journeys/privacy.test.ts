import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { startEmulator, type Emulator } from '../../emulator/src/start-emulator.js'
import { createYotiClient } from '../../src/yoti/client.js'
import { createApplication, type TestApplication } from '../support/application.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { getFreePort } from '../support/free-port.js'
import { createProgram, type Program } from '../support/program.js'
import { readClientSessionToken } from '../support/read-client-session-token.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'

const FAST_TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 20,
  expertChecks: 40,
  betweenChecks: 10,
}

/** Unlikely words, so that a match can only be leaked test data. */
const PERSON = {
  full_name: 'ZYXWELLA QUARTZBANE-VOOM',
  given_names: 'ZYXWELLA',
  family_name: 'QUARTZBANE-VOOM',
  date_of_birth: '1901-02-03',
  document_number: 'XQ7ZV0042',
  structured_postal_address: { formatted_address: '77 PLUGH STREET' },
}
const DETAIL = 'FROBNITZ-DETAIL'
const PERSONAL_DATA = [...Object.values(PERSON).slice(0, 5), '77 PLUGH STREET', DETAIL].map(String)

describe('personal data', () => {
  /** A new one, because a database that another run left would be used. */
  const folder = mkdtempSync(join(tmpdir(), 'privacy-'))
  let server: Program | undefined
  afterEach(async () => {
    await server?.kill()
    rmSync(folder, { recursive: true })
  })

  it('is in no log line, URL or error page when requests fail', async () => {
    const application = createApplication()
    await using emulator = await startEmulator({
      port: 0,
      applications: [application],
      timeline: FAST_TIMELINE,
    })
    const port = await getFreePort()
    const baseUrl = `http://localhost:${port}`
    server = createProgram(
      'src/server.ts',
      {
        PORT: String(port),
        YOTI_CLIENT_SDK_ID: application.sdkId,
        YOTI_KEY: application.privatePem,
        YOTI_IDV_API_URL: emulator.apiUrl,
        LOG_LEVEL: 'trace',
      },
      'Open ',
      folder,
    )
    await server.start()
    const output = server.output.bind(server)
    const visitor = createVisitor(baseUrl)

    const journey = await runJourney(visitor, emulator, application)
    expect(journey.results).toContain(PERSON.document_number)
    const secrets = [...listSecrets(visitor, emulator, application), journey.token]
    const forbidden = [...PERSONAL_DATA, ...secrets]
    expect(findIn(journey.urls.join('\n'), forbidden)).toEqual([])
    expect(findIn(listUrlsAtYoti(emulator), forbidden)).toEqual([])

    const errorPages = await provokeErrors(visitor, journey.sessionId)
    const another = createVisitor(baseUrl)
    await another.get('/')
    await emulator.close()
    errorPages.push(await another.submitForm('/sessions'), await visitor.get(journey.mediaUrl))
    const statuses = errorPages.map(({ status }) => status)
    expect(statuses.filter((status) => status < 400)).toEqual([])
    expect(statuses).toEqual(expect.arrayContaining([400, 403, 404, 413, 503]))

    const pages = await Promise.all(errorPages.map((response) => response.text()))
    const atTheEnd = [...forbidden, another.cookie ?? '']
    expect(findIn(pages.join('\n'), atTheEnd)).toEqual([])

    await waitFor('the failure in the log', () => output().includes('"status":503'))
    expect(output()).toContain('call to Yoti')
    expect(findIn(output(), atTheEnd)).toEqual([])
  })
})

/** From the start page to the results, collecting every URL of this server. */
async function runJourney(visitor: Visitor, emulator: Emulator, application: TestApplication) {
  const sessionId = await startSession(visitor)
  const own = `/sessions/${sessionId}`
  const client = await (await visitor.get(own)).text()
  const token = readClientSessionToken(client)
  await configurePerson(sessionId, emulator, application)
  await captureOverHttp(emulator.apiUrl, sessionId, token)

  const landing = await (await visitor.get(`/success?sessionID=${sessionId}`)).text()
  const waiting = await (await visitor.get(`${own}?waited=0`)).text()
  await waitFor('the outcome', async () => {
    const status = (await (await visitor.get(`${own}/status`)).json()) as { state: string }
    return status.state === 'COMPLETED'
  })
  const results = await (await visitor.get(own)).text()
  const urls = [client, landing, waiting, results].flatMap(listOwnUrls)
  const mediaUrl = urls.find((url) => url.includes('/media/'))
  if (mediaUrl === undefined) throw new Error('The results show no media.')
  await (await visitor.get(mediaUrl)).arrayBuffer()
  return { sessionId, token, urls: [own, ...urls], mediaUrl, results }
}

async function configurePerson(
  sessionId: string,
  { sandboxUrl }: Emulator,
  application: TestApplication,
): Promise<void> {
  const sandbox = createYotiClient({ ...application, apiUrl: sandboxUrl })
  const breakdown = [
    {
      sub_check: 'fraud_list_check',
      result: 'FAIL' as const,
      details: [{ name: DETAIL, value: DETAIL }],
    },
  ]
  await sandbox.configureSessionResponse(sessionId, {
    task_results: {
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { document_fields: PERSON } }],
    },
    check_reports: {
      ID_DOCUMENT_AUTHENTICITY: [
        { result: { report: { recommendation: { value: 'REJECT', reason: DETAIL }, breakdown } } },
      ],
    },
  })
  sandbox.close()
}

/** Each says something that must not come back. */
async function provokeErrors(visitor: Visitor, sessionId: string): Promise<Response[]> {
  const name = encodeURIComponent(PERSON.full_name)
  const otherBrowser: Visitor = {
    ...visitor,
    get: (path) => visitor.get(path, { cookie: 'owner=' }),
  }
  return [
    await visitor.get(`/sessions/${name}`),
    await visitor.get(`/sessions/${sessionId}/media/${name}`),
    await visitor.get(`/sessions/${sessionId}/media/00000000-0000-4000-8000-000000000000`),
    await visitor.get(`/${name}?${name}=${name}`),
    await visitor.get('/sessions/%E0%A4%A'),
    await otherBrowser.get(`/sessions/${sessionId}?yotiErrorCode=${name}`),
    await visitor.submitForm(
      '/sessions',
      { name: PERSON.full_name },
      { origin: 'https://evil.test' },
    ),
    await visitor.submitForm('/sessions', { [PERSON.full_name]: 'x'.repeat(5000) }),
  ]
}

function listSecrets(
  visitor: Visitor,
  emulator: Emulator,
  { privatePem }: TestApplication,
): string[] {
  const ownerId = visitor.cookie ?? ''
  const digests = emulator.requests().flatMap(({ headers }) => headers['x-yoti-auth-digest'] ?? [])
  const keyLines = privatePem
    .split('\n')
    .filter((line) => line.length > 20 && !line.startsWith('-----'))
  const hash = createHash('sha256').update(ownerId)
  expect(ownerId).not.toBe('')
  expect(digests.length).toBeGreaterThan(3)
  return [
    ownerId,
    hash.copy().digest('hex'),
    hash.copy().digest('base64url'),
    ...digests,
    ...keyLines,
  ]
}

function listOwnUrls(page: string): string[] {
  return [...page.matchAll(/ (?:href|src|action)="(\/[^"]*)"/g)].map(([, url = '']) => url)
}

function listUrlsAtYoti(emulator: Emulator): string {
  return emulator
    .requests()
    .map(({ path, query }) => `${path}?${query}`)
    .join('\n')
}

/** Which of these values the text contains, in whatever case. */
function findIn(text: string, values: readonly string[]): string[] {
  const lowerCase = text.toLowerCase()
  return values.filter((value) => value === '' || lowerCase.includes(value.toLowerCase()))
}
