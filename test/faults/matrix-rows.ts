import {
  callApi,
  capture,
  CHECKS_DONE_MS,
  SHOP_SECRET,
  startAndCapture,
} from '../journeys/journey.js'
import type { Stack } from '../support/start-stack.js'
import { createVisitor, startSession, type Visitor } from '../support/visitor.js'
import { JPEG } from '../../emulator/src/capture-client/pictures.js'
import type { Fault } from './fault-server.js'

/** What a caller gets: the status, the code of a problem, or how a response ended. */
export type Answer = string

const UNAVAILABLE = '503 YOTI_UNAVAILABLE'
const REFUSED = '502 YOTI_REFUSED'

/** One upstream call that fails, seen by one kind of caller. */
export interface Row {
  call: string
  caller: 'browser' | 'API'
  /** The request to Yoti, as `METHOD path body`. */
  matches: RegExp
  send: () => Promise<Answer>
  /** After the fault, if not `success`. */
  recovered?: (fault: Fault) => Answer
  /** For the faults that are not listed, by their kind. */
  expected: Partial<Record<Fault, Answer>> & {
    success: Answer
    /** No response, 429 or 5xx. */
    transient?: Answer
    /** Something that is not an answer of Yoti. */
    unreadable?: Answer
    /** 403. */
    rejected?: Answer
  }
}

export function getExpected({ expected }: Row, fault: Fault): Answer {
  const { success, transient = UNAVAILABLE, unreadable = REFUSED, rejected = REFUSED } = expected
  const ofKind: Record<Fault, Answer> = {
    slow: success,
    ...{ refused: transient, reset: transient, hanging: transient, cut: transient },
    ...{ '429': transient, '500': transient, '503': transient },
    ...{ malformed: unreadable, 'not HTTP': unreadable, 'wrong type': unreadable },
    '403': rejected,
  }
  return expected[fault] ?? ofKind[fault]
}

/** Yoti may have created the session whose response was lost: the next order says so. */
const MAY_HAVE_SUCCEEDED: readonly Fault[] = [
  ...(['reset', 'hanging', 'cut', 'malformed', 'not HTTP', 'wrong type'] as const),
]

/** Retry-After of every 503 that was received. */
export const retryAfters: (string | null)[] = []

async function describe(response: Response): Promise<Answer> {
  const { status, headers } = response
  if (status === 503) retryAfters.push(headers.get('retry-after'))
  const text = await response.text().catch(() => undefined)
  if (text === undefined) return `${status} aborted`
  if (status === 201) {
    const { warnings } = JSON.parse(text) as { warnings: unknown[] }
    return warnings.length === 0 ? '201' : '201 warned'
  }
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') === true
  if (isProblem) return `${status} ${(JSON.parse(text) as { code: string }).code}`
  const isDownload = headers.get('content-disposition')?.startsWith('attachment') === true
  const type = isDownload ? ` ${headers.get('content-type') ?? ''}` : ''
  return `${status}${type}`
}

async function callText(stack: Stack, method: string, path: string, init: RequestInit = {}) {
  const headers = { Authorization: `Bearer ${SHOP_SECRET}`, ...(init.headers as object) }
  return describe(await fetch(stack.baseUrl + path, { ...init, method, headers }))
}

let orderCount = 0
const json = (body: object): RequestInit => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
const order = (stack: Stack, userReference: string, more: object = {}) =>
  callText(stack, 'POST', '/api/sessions', json({ userReference, ...more }))

/** Orders, for both ways of authentication. */
export function buildOrderRows(stack: Stack, call: string, matches: RegExp): Row[] {
  const browser = createVisitor(stack.baseUrl)
  const userReference = `orders-${orderCount++}`
  const expected = { transient: '503', unreadable: '502', rejected: '502' }
  return [
    {
      ...{ call, caller: 'browser', matches },
      send: async () => {
        await browser.get('/')
        return describe(await browser.submitForm('/sessions'))
      },
      expected: { ...expected, success: '303' },
    },
    {
      ...{ call, caller: 'API', matches },
      send: () => order(stack, userReference),
      expected: { success: '201' },
      recovered: (fault) =>
        call === 'create' && MAY_HAVE_SUCCEEDED.includes(fault) ? '201 warned' : '201',
    },
  ]
}

const CREATE = /^POST \S+\/sessions (?!.*"user_tracking_id":"scenario)/

/** Every call to Yoti that a request causes, on sessions in the states that they need. */
export async function buildRows(stack: Stack) {
  const create = async (more: object = {}) => {
    const userReference = `prepared-${orderCount++}`
    return callApi(stack, 'POST', '/api/sessions', { userReference, ...more })
  }
  const [results, erased, page, erasedPage] = await Promise.all([
    create().then((created) => capture(stack, created)),
    create().then((created) => capture(stack, created)),
    startAndCapture(stack),
    startAndCapture(stack),
  ])
  await stack.advanceTime(CHECKS_DONE_MS)
  const listMedia = async (sessionId: string) => {
    const { resources } = await stack.context.yoti.getSession(sessionId)
    const [document] = resources.id_documents ?? []
    const [portrait] = resources.liveness_capture ?? []
    const holders = [document?.pages?.[0], document?.document_id_photo, portrait?.image]
    return holders.map((holder) => holder?.media?.id ?? '')
  }
  const [mediaId = '', ...deletable] = await listMedia(results)
  const [pageMediaId = ''] = await listMedia(page.sessionId)
  const visitor = createVisitor(stack.baseUrl)
  const open = await startSession(visitor)
  const ongoing = await create()
  const { sessionId: refreshed } = ongoing.body
  const faces = await Promise.all(
    Array.from(
      { length: 4 },
      async () => (await create({ preset: 'face-comparison' })).body.sessionId,
    ),
  )
  const [createFaces, uploadFaces] = [faces.slice(0, 2), faces.slice(2)]

  const api = (method: string, path: string, init?: RequestInit) =>
    callText(stack, method, `/api${path}`, init)
  const browse = async (by: Visitor, path: string) => describe(await by.get(path))
  const uploadFace = (sessionIds: string[]) =>
    api('PUT', `/sessions/${sessionIds.shift() ?? ''}/face-capture`, {
      headers: { 'Content-Type': 'image/jpeg' },
      body: new Uint8Array(JPEG),
    })
  const to = (method: string, sessionIds: string | string[], rest = '') =>
    new RegExp(`^${method} \\S+/sessions/(${[sessionIds].flat().join('|')})${rest} `)
  const rowOf =
    (caller: Row['caller']) =>
    (call: string, matches: RegExp, expected: Row['expected'], send: Row['send']): Row => ({
      ...{ call, caller, matches, expected, send },
    })
  const [byApi, byBrowser] = [rowOf('API'), rowOf('browser')]

  const mediaOf = (sessionId: string) => to('GET', sessionId, '/media/[^/]+/content')
  const BROWSER = { transient: '503', unreadable: '502', rejected: '502' }
  const MEDIA = { cut: '200 aborted', malformed: '200 application/octet-stream' }
  const MEDIA_OF_PAGE = { success: '200', 'wrong type': '200 application/octet-stream' }
  const MEDIA_OF_API = { success: '200 image/jpeg', 'wrong type': '200 text/html' }
  const PAGE = { success: '200', transient: '200', unreadable: '200', rejected: '200' }
  const STATUS = { ...PAGE, unreadable: '502', rejected: '502' }
  // The request is durable, so a failure of Yoti does not matter to the caller.
  const ERASE = { success: '204', transient: '202', unreadable: '202', rejected: '202' }
  const ERASE_PAGE = { success: '303', transient: '303', unreadable: '303', rejected: '303' }
  const DOCUMENTS = /^GET \S+\/supported-documents /
  const rows = [
    ...buildOrderRows(stack, 'create', CREATE),
    byApi('response config', /^PUT \S+\/response-config /, { success: '201' }, () =>
      order(stack, `scenario-${orderCount++}`, { scenario: 'counterfeit' }),
    ),
    byBrowser('get session', to('GET', open), STATUS, () =>
      browse(visitor, `/sessions/${open}/status`),
    ),
    byApi('get session', to('GET', refreshed), { success: '200', transient: '200' }, () =>
      api('GET', `/sessions/${refreshed}`),
    ),
    byApi('result', to('GET', results), { success: '200' }, () =>
      api('GET', `/sessions/${results}/result`),
    ),
    byBrowser('media', mediaOf(page.sessionId), { ...BROWSER, ...MEDIA, ...MEDIA_OF_PAGE }, () =>
      browse(page.visitor, `${page.path}/media/${pageMediaId}`),
    ),
    byApi('media', mediaOf(results), { ...MEDIA, ...MEDIA_OF_API }, () =>
      api('GET', `/sessions/${results}/media/${mediaId}`),
    ),
    byApi('media delete', to('DELETE', results, '/media/[^/]+/content'), { success: '204' }, () =>
      api('DELETE', `/sessions/${results}/media/${deletable.shift() ?? ''}`),
    ),
    byBrowser('delete', to('DELETE', erasedPage.sessionId), ERASE_PAGE, async () =>
      describe(await erasedPage.visitor.submitForm(`${erasedPage.path}/delete`)),
    ),
    byApi('delete', to('DELETE', erased), ERASE, () => api('DELETE', `/sessions/${erased}`)),
    byBrowser('documents', DOCUMENTS, PAGE, () =>
      browse(createVisitor(stack.baseUrl), '/?country=GBR'),
    ),
    byApi('documents', DOCUMENTS, { success: '200' }, () =>
      api('GET', '/supported-documents?includeNonLatin=true'),
    ),
    ...['configuration', 'tracked-devices'].flatMap((name) => [
      byBrowser(name, to('GET', page.sessionId, `/${name}`), PAGE, () =>
        browse(page.visitor, page.path),
      ),
      byApi(name, to('GET', results, `/${name}`), { success: '200' }, () =>
        api('GET', `/sessions/${results}/${name}`),
      ),
    ]),
    ...[
      { call: 'face create', sessionIds: createFaces, method: 'POST', rest: '' },
      { call: 'face upload', sessionIds: uploadFaces, method: 'PUT', rest: '/[^/]+/image' },
    ].map(({ call, sessionIds, method, rest }) =>
      byApi(
        call,
        to(method, sessionIds, `/resources/face-capture${rest}`),
        { success: '204' },
        () => uploadFace(sessionIds),
      ),
    ),
  ]
  return { rows, ongoing, erased: [erased, erasedPage.sessionId] }
}
