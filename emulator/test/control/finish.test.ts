import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { SESSION_SPEC } from '../session-spec.js'
import { sendControlRequest } from './send-control-request.js'

type World = Awaited<ReturnType<typeof startEmulatorFixture>>

const EXTRACTION = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'
const REJECT_TWICE = {
  task_results: {
    [EXTRACTION]: Array.from({ length: 2 }, () => ({ result_template: 'UNSUPPORTED_DOCUMENT' })),
  },
}

const finish = ({ emulator }: World, id: string, body?: unknown) =>
  sendControlRequest(emulator, `/sessions/${id}/finish`, body)

const read = ({ emulator }: World, path: string) =>
  sendControlRequest(emulator, `/sessions/${path}`, undefined, { method: 'GET', headers: {} })

describe('POST /_emulator/sessions/:id/finish', () => {
  it('captures everything that the session requires, without a body', async () => {
    await using world = await startEmulatorFixture()
    const comparison = { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }
    const { id, path } = await world.createSession({
      ...SESSION_SPEC,
      requested_checks: [...SESSION_SPEC.requested_checks, comparison],
    })
    const { status, json } = await finish(world, id)
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
      resources: {
        id_documents: [{ pages: [{ media: {}, frames: [{ media: {} }, { media: {} }] }] }],
        liveness_capture: [{ image: { media: {} } }],
        face_capture: [{ image: { media: {} } }],
      },
    })
  })

  it('chooses the documents, and leaves as the body says', async () => {
    await using world = await startEmulatorFixture()
    const [chosen, left, expired] = [
      await world.createSession(),
      await world.createSession(),
      await world.createSession(),
    ]
    const documents = [{ country: 'NLD', type: 'NATIONAL_ID' }]
    expect((await finish(world, chosen.id, { documents })).status).toBe(200)
    const { resources } = (await world.signed('GET', chosen.path)).json
    expect(resources.id_documents).toMatchObject([{ issuing_country: 'NLD' }])

    expect((await finish(world, left.id, { end: { clientError: 4000 } })).json).toMatchObject({
      state: 'ONGOING',
      userFinished: false,
      userLeft: 'the user left: client error 4000',
      clientErrors: [4000],
    })
    expect((await finish(world, expired.id, { end: 'EXPIRE' })).json).toMatchObject({
      state: 'EXPIRED',
    })
  })

  it('does what the response configuration of the session says, unless the body says otherwise', async () => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    await world.configure({ ...REJECT_TWICE, capture: { tryAgain: false } }, path)
    expect((await finish(world, id)).json).toMatchObject({ state: 'ONGOING', userFinished: false })
    expect((await world.signed('GET', path)).json.resources.id_documents).toHaveLength(1)
    await finish(world, id, { tryAgain: true })
    expect((await world.signed('GET', path)).json.resources.id_documents).toHaveLength(2)
  })

  it('says that the user left when no attempts are left, and how many there were', async () => {
    await using world = await startEmulatorFixture()
    const { id, path, endUser } = await world.createSession()
    await world.configure(REJECT_TWICE, path)
    await endUser.captureDocument()
    expect((await read(world, id)).json).not.toHaveProperty('userLeft')
    await endUser.captureDocument()
    expect((await read(world, id)).json).toMatchObject({
      userLeft: `the user left: no attempts left for ${EXTRACTION} (2 of 2)`,
    })
  })

  it('is refused with 404, 409 or 400 and what to do', async () => {
    await using world = await startEmulatorFixture()
    const refuse = async (id: string, body?: unknown) => {
      const { status, json } = await finish(world, id, body)
      return [status, json.code, json.message]
    }
    const done = await world.finishSession()
    const expired = await world.createSession()
    await world.clock.advance(900_000)
    const open = await world.createSession()
    expect(await refuse(randomUUID())).toContain('NO_SUCH_SESSION')
    expect(await refuse(done.id)).toEqual([
      409,
      'USER_FINISHED',
      expect.stringContaining('GET /_emulator/sessions/:id?wait=30'),
    ])
    expect(await refuse(expired.id)).toEqual([
      409,
      'SESSION_EXPIRED',
      expect.stringContaining('Create a new session'),
    ])
    const documents = [{ country: 'AFG', type: 'NATIONAL_ID' }]
    expect(await refuse(open.id, { documents })).toContain('CAPTURE_REFUSED')
    expect(
      (await finish(world, open.id, { end: 'STAY', document: 'PASSPORT' })).json,
    ).toMatchObject({
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
    await using world = await startEmulatorFixture()
    const [finished, open] = [await world.finishSession(), await world.createSession()]
    const waiting = Promise.all([finished, open].map(({ id }) => read(world, `${id}?wait=300`)))
    // Both wait by the time that this call has been answered.
    await read(world, `${finished.id}?wait=0`)
    await world.clock.advance(900_000)
    const [completed, expired] = await waiting
    expect(completed?.json).toMatchObject({ state: 'COMPLETED', userFinished: true })
    expect(expired?.json).toMatchObject({ state: 'EXPIRED', userFinished: false })
  })

  it('answers with the present state after that time', async () => {
    await using world = await startEmulatorFixture()
    const { id } = await world.createSession()
    const start = performance.now()
    expect((await read(world, `${id}?wait=1`)).json).toMatchObject({ state: 'ONGOING' })
    expect(performance.now() - start).toBeGreaterThan(990)
  })

  it.each(['wait=301', 'wait=-1', 'wait=soon', 'wait=', 'wait=1&wait=2', 'waiting=1'])(
    'rejects %s with 400',
    async (query) => {
      await using world = await startEmulatorFixture()
      const { id } = await world.createSession()
      const { status, json } = await read(world, `${id}?${query}`)
      expect([status, json.code]).toEqual([400, 'INVALID_BODY'])
      expect(json.problems?.[0]?.expected).toMatch(/seconds from 0 to 300|the fields wait/)
    },
  )
})
