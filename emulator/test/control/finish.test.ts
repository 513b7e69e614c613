import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { SESSION_SPEC } from '../session-spec.js'

const world = await startEmulatorFixture()
const EXTRACTION = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'
const REJECTED = { result_template: 'UNSUPPORTED_DOCUMENT' }
const REJECT_TWICE = { task_results: { [EXTRACTION]: [REJECTED, REJECTED] } }

const finish = (id: string, body?: unknown) => world.control(`/sessions/${id}/finish`, body)
const read = (path: string) => world.readControl(`/sessions/${path}`)

afterAll(() => world.emulator.close())

describe('POST /_emulator/sessions/:id/finish', () => {
  it('captures everything that the session requires, without a body', async () => {
    const comparison = { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }
    const { id, path } = await world.createSession({
      ...SESSION_SPEC,
      requested_checks: [...SESSION_SPEC.requested_checks, comparison],
    })
    const { status, json } = await finish(id)
    expect([status, json]).toEqual([
      200,
      {
        sessionId: id,
        userTrackingId: 'cust-0001',
        state: 'ONGOING',
        userFinished: true,
        clientErrors: [],
      },
    ])
    await world.clock.advance(60_000)
    expect((await world.signed('GET', path)).json).toMatchObject({
      state: 'COMPLETED',
      resources: { id_documents: [{}], liveness_capture: [{}], face_capture: [{}] },
    })
  })

  it('chooses the documents, and leaves as the body says', async () => {
    const [chosen, left] = [await world.createSession(), await world.createSession()]
    const documents = [{ country: 'NLD', type: 'NATIONAL_ID' }]
    expect((await finish(chosen.id, { documents })).status).toBe(200)
    const { resources } = (await world.signed('GET', chosen.path)).json
    expect(resources.id_documents).toMatchObject([{ issuing_country: 'NLD' }])
    expect((await finish(left.id, { end: { clientError: 4000 } })).json).toMatchObject({
      state: 'ONGOING',
      userFinished: false,
      userLeft: 'the user left: client error 4000',
      clientErrors: [4000],
    })
    expect((await finish(left.id, { end: 'EXPIRE' })).json).toMatchObject({ state: 'EXPIRED' })
  })

  it('follows the response configuration, unless the body says otherwise, until no attempts are left', async () => {
    const { id, path } = await world.createSession()
    await world.configure({ ...REJECT_TWICE, capture: { tryAgain: false } }, path)
    expect((await finish(id)).json).toMatchObject({ state: 'ONGOING', userFinished: false })
    expect((await world.signed('GET', path)).json.resources.id_documents).toHaveLength(1)
    expect((await read(id)).json).not.toHaveProperty('userLeft')
    await finish(id, { tryAgain: true })
    expect((await world.signed('GET', path)).json.resources.id_documents).toHaveLength(2)
    expect((await read(id)).json).toMatchObject({
      userLeft: `the user left: no attempts left for ${EXTRACTION} (2 of 2)`,
    })
  })

  it('is refused with 404, 409 or 400 and what to do', async () => {
    const done = await world.finishSession()
    const expired = await world.createSession()
    await world.clock.advance(900_000)
    const open = await world.createSession()
    const refusals: [string, object, number, string, string][] = [
      [randomUUID(), {}, 404, 'NO_SUCH_SESSION', 'Create the session first'],
      [done.id, {}, 409, 'USER_FINISHED', 'GET /_emulator/sessions/:id?wait=30'],
      [expired.id, {}, 409, 'SESSION_EXPIRED', 'Create a new session'],
      [
        open.id,
        { documents: [{ country: 'AFG', type: 'NATIONAL_ID' }] },
        ...([400, 'CAPTURE_REFUSED', 'that the session allows'] as const),
      ],
    ]
    for (const [id, body, status, code, remedy] of refusals) {
      const message = expect.stringContaining(remedy)
      expect(await finish(id, body)).toMatchObject({ status, json: { code, message } })
    }
    expect((await finish(open.id, { end: 'STAY', document: 'PASSPORT' })).json).toMatchObject({
      code: 'INVALID_BODY',
      problems: [
        { path: 'end', expected: 'FINISH, ABANDON, EXPIRE or {"clientError": 4000}' },
        { path: 'document', expected: 'one of the fields documents, tryAgain, referenceFace, end' },
      ],
    })
  })
})

describe('GET /_emulator/sessions/:id?wait=300', () => {
  it('answers as soon as the session has completed or expired', async () => {
    const [finished, open] = [await world.finishSession(), await world.createSession()]
    const waiting = Promise.all([finished, open].map(({ id }) => read(`${id}?wait=300`)))
    // Both wait by the time that this call has been answered.
    await read(`${finished.id}?wait=0`)
    await world.clock.advance(900_000)
    const [completed, expired] = await waiting
    expect(completed?.json).toMatchObject({ state: 'COMPLETED', userFinished: true })
    expect(expired?.json).toMatchObject({ state: 'EXPIRED', userFinished: false })
  })

  it('answers with the present state after that time', async () => {
    const { id } = await world.createSession()
    const start = performance.now()
    expect((await read(`${id}?wait=1`)).json).toMatchObject({ state: 'ONGOING' })
    expect(performance.now() - start).toBeGreaterThan(990)
  })

  it.each(['wait=301', 'wait=-1', 'wait=soon', 'wait=', 'wait=1&wait=2', 'waiting=1'])(
    'rejects %s with 400',
    async (query) => {
      const { id } = await world.createSession()
      const { status, json } = await read(`${id}?${query}`)
      expect([status, json.code]).toEqual([400, 'INVALID_BODY'])
      expect(json.problems?.[0]?.expected).toMatch(/seconds from 0 to 300|the fields wait/)
    },
  )
})
