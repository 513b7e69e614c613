import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { startNotificationReceiver } from './notification-receiver.js'
import { SESSION_SPEC } from './session-spec.js'

const ALL_TOPICS = [
  'RESOURCE_UPDATE',
  'task_completion',
  'CHECK_COMPLETION',
  'SESSION_COMPLETION',
  'CLIENT_SESSION_TOKEN_DELETED',
]

const notify = (endpoint: string, settings: object = {}) => ({
  ...SESSION_SPEC,
  notifications: { endpoint, ...settings },
})

describe('notifications', () => {
  it('are sent in order, each with only the id of its subject', async () => {
    await using world = await startEmulatorFixture()
    await using receiver = await startNotificationReceiver()
    const settings = { topics: ALL_TOPICS, auth_type: 'BEARER', auth_token: 'abc' }
    const { id, path } = await world.completeSession(notify(receiver.endpoint, settings))
    await receiver.waitFor(8)
    const { resources, checks } = await world.read(path)
    const document = resources.id_documents[0]
    expect(receiver.received.map(({ body }) => body)).toEqual([
      { session_id: id, topic: 'resource_update', resource_id: document?.id },
      { session_id: id, topic: 'task_completion', task_id: document?.tasks[0]?.id },
      { session_id: id, topic: 'resource_update', resource_id: resources.liveness_capture[0]?.id },
      { session_id: id, topic: 'check_completion', check_id: checks[0]?.id },
      { session_id: id, topic: 'client_session_token_deleted' },
      { session_id: id, topic: 'check_completion', check_id: checks[2]?.id },
      { session_id: id, topic: 'check_completion', check_id: checks[1]?.id },
      { session_id: id, topic: 'session_completion' },
    ])
    for (const { method, headers } of receiver.received) {
      expect(method).toBe('POST')
      expect(headers['content-type']).toBe('application/json')
      expect(headers.authorization).toBe('Bearer abc')
    }
  })

  it.each([
    [
      'BASIC',
      { auth_type: 'BASIC', auth_token: 'username:password' },
      'Basic dXNlcm5hbWU6cGFzc3dvcmQ=',
    ],
    ['no type', { auth_token: 'username:password' }, 'Basic dXNlcm5hbWU6cGFzc3dvcmQ='],
    ['no token', {}, undefined],
  ])(
    'carry the Authorization of %s, and only the completion without topics',
    async (_what, settings, expected) => {
      await using world = await startEmulatorFixture()
      await using receiver = await startNotificationReceiver()
      await world.completeSession(notify(receiver.endpoint, settings))
      await receiver.waitFor(1)
      expect(receiver.received[0]?.headers.authorization).toBe(expected)
      expect(world.emulator.notifications()).toMatchObject([
        { body: { topic: 'session_completion' } },
      ])
    },
  )

  it('are sent once after an error response, and again with notificationRetries', async () => {
    await using once = await startEmulatorFixture()
    await using thrice = await startEmulatorFixture({ notificationRetries: 2 })
    for (const [world, expected] of [
      [once, 1],
      [thrice, 3],
    ] as const) {
      const statuses = [500, 500, 200]
      await using receiver = await startNotificationReceiver(() => statuses.shift() ?? 200)
      await world.completeSession(notify(receiver.endpoint))
      await receiver.waitFor(expected)
      expect(world.emulator.notifications()).toMatchObject([{ attempts: expected }])
    }
  })

  it('do not delay the session when nothing receives them', async () => {
    await using world = await startEmulatorFixture()
    const spec = notify('http://127.0.0.1:1/yoti', { topics: ALL_TOPICS })
    const { path } = await world.completeSession(spec)
    expect((await world.read(path)).state).toBe('COMPLETED')
  })
})
