import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'
import { sendControlRequest } from './send-control-request.js'

describe('the clock of a session', () => {
  it('expires the client session token of that session only', async () => {
    await using world = await startEmulatorFixture()
    const [moved, other] = [await world.createSession(), await world.createSession()]
    const path = `/sessions/${moved.id}/clock`
    expect((await sendControlRequest(world.emulator, path, { advanceSeconds: 900 })).status).toBe(
      204,
    )
    expect((await moved.endUser.call('PUT', '/biometric-consent')).json.code).toBe(
      'SESSION_EXPIRED',
    )
    expect((await world.signed('GET', moved.path)).json).toMatchObject({
      state: 'EXPIRED',
      client_session_token_ttl: 0,
    })
    expect((await world.signed('GET', other.path)).json.state).toBe('ONGOING')
    expect(world.emulator.session(moved.id)?.state).toBe('EXPIRED')
  })

  it('advances running checks, each at its own time', async () => {
    await using world = await startEmulatorFixture()
    const [moved, other] = [await world.finishSession(), await world.finishSession()]
    await world.emulator.control.advanceClock(moved.id, { advanceSeconds: 2 })
    const halfway = (await world.signed('GET', moved.path)).json.checks.map(({ state }) => state)
    expect(halfway).toEqual(['DONE', 'PENDING', 'DONE'])
    // The rest of the delay follows the global clock.
    await world.clock.advance(2_500)
    expect((await world.signed('GET', moved.path)).json.state).toBe('COMPLETED')
    expect((await world.signed('GET', other.path)).json.state).toBe('ONGOING')
  })
})
