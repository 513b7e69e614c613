import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { startNotificationReceiver } from '../notification-receiver.js'
import { SESSION_SPEC } from '../session-spec.js'
import { waitFor } from '../wait-for.js'

const TOPICS = ['check_completion', 'session_completion', 'client_session_token_deleted']

/** A session with a liveness result whose user has not finished yet. */
async function startSessionWithDeliveries(deliveries: object[]) {
  const world = await startEmulatorFixture()
  const receiver = await startNotificationReceiver(({ authorization }) =>
    authorization === 'Bearer right' ? 200 : 401,
  )
  const body = {
    ...SESSION_SPEC,
    notifications: {
      endpoint: receiver.endpoint,
      topics: TOPICS,
      auth_type: 'BEARER',
      auth_token: 'right',
    },
  }
  const session = await world.createSession(body)
  const path = `/sessions/${session.id}/notifications`
  expect((await world.control(path, { deliveries })).status).toBe(204)
  await session.endUser.captureAndFinish()
  return {
    ...session,
    world,
    received: receiver.received,
    topics: () => receiver.received.map(({ body }) => body.topic),
    settled: () =>
      waitFor('the notifications', () =>
        world.emulator
          .notifications()
          .every(({ delivery }) => ['answered', 'dropped'].includes(delivery)),
      ),
    [Symbol.asyncDispose]: async () => {
      await receiver[Symbol.asyncDispose]()
      await world.emulator.close()
    },
  }
}

const EXPECTED_DELIVERIES = [
  'check_completion',
  'client_session_token_deleted',
  'check_completion',
  'check_completion',
  'session_completion',
]

describe('the delivery of notifications', () => {
  it('collects notifications for some seconds and sends the latest first', async () => {
    await using notified = await startSessionWithDeliveries([{ kind: 'shuffle', seconds: 10 }])
    await notified.world.clock.advance(9_000)
    expect(notified.world.emulator.notifications()).toHaveLength(EXPECTED_DELIVERIES.length)
    expect(notified.received).toEqual([])
    await notified.world.clock.advance(1_000)
    await notified.settled()
    expect(notified.topics()).toEqual(EXPECTED_DELIVERIES.toReversed())
  })

  it('delays by the clock of the session, which a test can move', async () => {
    await using notified = await startSessionWithDeliveries([
      { kind: 'delay', topic: 'client_session_token_deleted', seconds: 30 },
    ])
    await notified.world.emulator.control.advanceClock(notified.id, { advanceSeconds: 29 })
    await waitFor('the rest', () => notified.received.length === 4)
    expect(notified.topics()).not.toContain('client_session_token_deleted')
    await notified.world.emulator.control.advanceClock(notified.id, { advanceSeconds: 1 })
    await notified.settled()
    expect(notified.topics().at(-1)).toBe('client_session_token_deleted')
  })

  it('sends a wrong credential until the rules are reset, then the right one', async () => {
    await using notified = await startSessionWithDeliveries([{ kind: 'wrong-credential' }])
    const { world, id, received } = notified
    await notified.settled()
    expect(world.emulator.notifications()).toMatchObject([
      { delivery: 'answered', status: 401 },
      { delivery: 'answered', status: 401 },
    ])
    const [refused] = world.emulator.notifications()
    const path = `/notifications/${refused?.id ?? ''}/resend`
    expect((await world.control(path, {})).status).toBe(204)
    await notified.settled()
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer wrong',
      'Bearer wrong',
      'Bearer right',
    ])
    world.emulator.control.setDelivery(id, { deliveries: [] })
    await world.clock.advance(60_000)
    await notified.settled()
    expect(received.at(-1)?.headers.authorization).toBe('Bearer right')
  })
})
