import { createHash } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { createYotiClient } from '../../src/yoti/client.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startStack, type Stack } from '../support/start-stack.js'
import {
  createVisitor,
  readClientSessionToken,
  startSession,
  type Visitor,
} from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'
import { CHECKS_DONE_MS } from './journey.js'

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

it('is in no log line, URL or error page when requests fail: personal data', async () => {
  await using stack = await startStack({ env: { LOG_LEVEL: 'trace' } })
  const visitor = createVisitor(stack.baseUrl)
  const readLog = () => stack.logLines.join('\n')

  const journey = await runJourney(visitor, stack)
  expect(journey.results).toContain(PERSON.document_number)
  const secrets = [...listSecrets(visitor, stack), journey.token]
  const forbidden = [...PERSONAL_DATA, ...secrets]
  expect(findIn(journey.urls.join('\n'), forbidden)).toEqual([])
  const urlsAtYoti = stack.emulator.requests().map(({ path, query }) => `${path}?${query}`)
  expect(findIn(urlsAtYoti.join('\n'), forbidden)).toEqual([])

  const errorPages = await provokeErrors(visitor, journey.sessionId)
  const another = createVisitor(stack.baseUrl)
  await another.get('/')
  await stack.emulator.close()
  errorPages.push(await another.submitForm('/sessions'), await visitor.get(journey.mediaUrl))
  const statuses = errorPages.map(({ status }) => status)
  expect(statuses.filter((status) => status < 400)).toEqual([])
  expect(statuses).toEqual(expect.arrayContaining([400, 403, 404, 413, 503]))

  const pages = await Promise.all(errorPages.map((response) => response.text()))
  const atTheEnd = [...forbidden, another.cookie ?? '']
  expect(findIn(pages.join('\n'), atTheEnd)).toEqual([])

  await waitFor('the failure in the log', () => readLog().includes('"status":503'))
  expect(readLog()).toContain('call to Yoti')
  expect(findIn(readLog(), atTheEnd)).toEqual([])
})

/** From the start page to the results, collecting every URL of this server. */
async function runJourney(visitor: Visitor, stack: Stack) {
  const sessionId = await startSession(visitor)
  const own = `/sessions/${sessionId}`
  const read = async (path: string) => (await visitor.get(path)).text()
  const client = await read(own)
  const token = readClientSessionToken(client)
  await configurePerson(sessionId, stack)
  await captureOverHttp(stack.emulator.apiUrl, sessionId, token)

  const landing = await read(`/success?sessionID=${sessionId}`)
  const waiting = await read(`${own}?waited=0`)
  await stack.advanceTime(CHECKS_DONE_MS)
  const results = await read(own)
  const urls = [client, landing, waiting, results].flatMap((page) =>
    [...page.matchAll(/ (?:href|src|action)="(\/[^"]*)"/g)].map(([, url = '']) => url),
  )
  const mediaUrl = urls.find((url) => url.includes('/media/'))
  if (mediaUrl === undefined) throw new Error('The results show no media.')
  await read(mediaUrl)
  return { sessionId, token, urls: [own, ...urls], mediaUrl, results }
}

async function configurePerson(sessionId: string, { application, emulator }: Stack): Promise<void> {
  const sandbox = createYotiClient({ ...application, apiUrl: emulator.sandboxUrl })
  const details = [{ name: DETAIL, value: DETAIL }]
  const breakdown = [{ sub_check: 'fraud_list_check', result: 'FAIL' as const, details }]
  const report = { recommendation: { value: 'REJECT', reason: DETAIL }, breakdown }
  await sandbox.configureSessionResponse(sessionId, {
    task_results: {
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { document_fields: PERSON } }],
    },
    check_reports: { ID_DOCUMENT_AUTHENTICITY: [{ result: { report } }] },
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

function listSecrets(visitor: Visitor, { emulator, application }: Stack): string[] {
  const ownerId = visitor.cookie ?? ''
  const digests = emulator.requests().flatMap(({ headers }) => headers['x-yoti-auth-digest'] ?? [])
  const keyLines = application.privatePem
    .split('\n')
    .filter((line) => line.length > 20 && !line.startsWith('-----'))
  const hash = createHash('sha256').update(ownerId)
  expect(ownerId).not.toBe('')
  expect(digests.length).toBeGreaterThan(3)
  const hashes = [hash.copy().digest('hex'), hash.copy().digest('base64url')]
  return [ownerId, ...hashes, ...digests, ...keyLines]
}

/** Which of these values the text contains, in whatever case. */
function findIn(text: string, values: readonly string[]): string[] {
  const lowerCase = text.toLowerCase()
  return values.filter((value) => value === '' || lowerCase.includes(value.toLowerCase()))
}
