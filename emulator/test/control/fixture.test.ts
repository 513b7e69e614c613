import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { startNotificationReceiver } from '../notification-receiver.js'
import { SESSION_SPEC } from '../session-spec.js'

describe('the export of a session', () => {
  it('completes a session of another emulator with the same result and media', async () => {
    await using first = await startEmulatorFixture()
    const { id, path } = await first.completeSession()
    const original = (await first.signed('GET', path)).json
    const exported = await first.readControl(`/sessions/${id}/export`)
    expect(exported.status).toBe(200)

    await using second = await startEmulatorFixture()
    await using receiver = await startNotificationReceiver()
    const copy = await second.createSession({
      ...SESSION_SPEC,
      user_tracking_id: 'copy',
      notifications: { endpoint: receiver.endpoint },
    })
    const { status, json } = await second.control(`/sessions/${copy.id}/import`, exported.text)
    expect([status, json]).toMatchObject([200, { state: 'COMPLETED', userFinished: true }])
    expect((await second.signed('GET', copy.path)).json).toEqual({
      ...original,
      session_id: copy.id,
      user_tracking_id: 'copy',
    })
    const { media } = JSON.parse(exported.text) as { media: Record<string, object> }
    expect(Object.keys(media).length).toBeGreaterThan(4)
    for (const mediaId of Object.keys(media)) {
      const content = `/media/${mediaId}/content`
      const [expected, imported] = [
        await first.signed('GET', path + content),
        await second.signed('GET', copy.path + content),
      ]
      expect(imported.headers.get('content-type')).toBe(expected.headers.get('content-type'))
      expect(imported.bytes.equals(expected.bytes)).toBe(true)
    }
    await receiver.waitFor(1)
    expect(receiver.received[0]?.body).toMatchObject({ topic: 'session_completion' })
  })

  it('is refused with 409 before the session has completed, and the import of other JSON with 400', async () => {
    await using world = await startEmulatorFixture()
    const { id } = await world.finishSession()
    const early = await world.readControl(`/sessions/${id}/export`)
    expect(early).toMatchObject({ status: 409, json: { code: 'NOT_COMPLETED' } })
    const open = await world.createSession()
    const path = `/sessions/${open.id}/import`
    const body = { format: 'yoti-idv-emulator/session/1', result: { state: 'ONGOING' }, media: {} }
    expect(await world.control(path, body)).toMatchObject({
      status: 400,
      json: { problems: [{ path: 'result.state', expected: 'one of COMPLETED' }] },
    })
  })
})
