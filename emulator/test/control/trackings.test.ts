import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { startNotificationReceiver } from '../notification-receiver.js'
import { SESSION_SPEC } from '../session-spec.js'

type World = Awaited<ReturnType<typeof startEmulatorFixture>>

const createFor = (world: World, id: string, spec: object = {}) =>
  world.createSession({ ...SESSION_SPEC, user_tracking_id: id, ...spec })

const control = async (world: World, path: string, body: object) => {
  expect((await world.control(path, body)).status).toBe(204)
}

describe('the settings of a user tracking id', () => {
  it('move the clock of a session as soon as it exists, and of those that exist', async () => {
    await using world = await startEmulatorFixture()
    const existing = await createFor(world, 'late')
    await control(world, '/trackings/late/clock', { advanceSeconds: 900 })
    const [later, other] = [await createFor(world, 'late'), await createFor(world, 'early')]
    await control(world, '/trackings/late/clock', { advanceSeconds: 0 })
    const sessions = [existing, later, other, await createFor(world, 'late')]
    const states = sessions.map(({ id }) => world.emulator.session(id)?.state)
    expect(states).toEqual(['EXPIRED', 'EXPIRED', 'ONGOING', 'ONGOING'])
  })

  it.each(['user-1', '*'])('for %s decide how notifications are delivered', async (id) => {
    await using world = await startEmulatorFixture()
    await using receiver = await startNotificationReceiver()
    const deliveries = [{ kind: 'drop', topic: 'client_session_token_deleted' }, { kind: 'double' }]
    await control(world, `/trackings/${id}/notifications`, { deliveries })
    const topics = ['client_session_token_deleted', 'session_completion']
    const notifications = { endpoint: receiver.endpoint, topics }
    await (await createFor(world, 'user-1', { notifications })).endUser.captureAndFinish()
    await world.clock.advance(60_000)
    await receiver.waitFor(2)
    expect(
      world.emulator.notifications().map(({ body, delivery }) => [body.topic, delivery]),
    ).toEqual([
      ['client_session_token_deleted', 'dropped'],
      ['session_completion', expect.any(String)],
      ['session_completion', expect.any(String)],
    ])
  })
})

describe('POST /_emulator/reset', () => {
  it('forgets one user, and does not send notifications that are held for them', async () => {
    await using world = await startEmulatorFixture()
    await using receiver = await startNotificationReceiver()
    const notifications = { endpoint: receiver.endpoint, topics: ['session_completion'] }
    const deliveries = [{ kind: 'delay', seconds: 60 }]
    await control(world, '/trackings/*/notifications', { deliveries })
    const [gone, kept] = [
      await createFor(world, 'gone', { notifications }),
      await createFor(world, 'kept', { notifications }),
    ]
    const faults = [{ endpoint: 'POST /sessions', kind: 'error', code: 'SERVER_ERROR' }]
    await control(world, '/trackings/gone/faults', { faults })
    for (const { endUser } of [gone, kept]) await endUser.captureAndFinish()
    await world.clock.advance(10_000)
    await control(world, '/reset', { userTrackingId: 'gone' })

    expect((await world.signed('GET', gone.path)).status).toBe(404)
    expect((await world.signed('GET', kept.path)).json.state).toBe('COMPLETED')
    const recorded = world.emulator.requests().filter(({ method }) => method === 'POST')
    expect(recorded.map(({ sessionId }) => sessionId)).not.toContain(gone.id)
    expect((await createFor(world, 'gone')).id).toBeDefined()
    await world.clock.advance(60_000)
    await receiver.waitFor(1)
    expect(receiver.received.map(({ body }) => body.session_id)).toEqual([kept.id])
  })

  it('forgets everything, and answers those who wait with DELETED', async () => {
    await using world = await startEmulatorFixture()
    await world.configure({ capture: { end: 'ABANDON' } })
    await control(world, '/trackings/user/clock', { advanceSeconds: 900 })
    const { id } = await world.createSession()
    const waiting = world.emulator.control.getSession(id, { wait: 300 })
    expect(await world.control('/reset', { userTrackingID: id })).toMatchObject({
      status: 400,
      json: { problems: [{ path: 'userTrackingID' }] },
    })
    expect(world.emulator.session(id)).toBeDefined()
    await control(world, '/reset', {})
    expect(await waiting).toMatchObject({ sessionId: id, state: 'DELETED' })
    expect(world.emulator.requests()).toEqual([])
    const later = await createFor(world, 'user')
    const finished = await world.emulator.control.finish(later.id)
    expect(finished).toMatchObject({ state: 'ONGOING', userFinished: true })
  })
})
