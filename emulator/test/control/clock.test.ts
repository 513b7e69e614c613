import { expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../emulator-fixture.js'

it('a moved clock expires the token and advances the checks of that session only', async () => {
  await using world = await startEmulatorFixture()
  const [moved, other] = [await world.finishSession(), await world.finishSession()]
  const [expired, open] = [await world.createSession(), await world.createSession()]
  const move = (id: string, advanceSeconds: number) =>
    world.control(`/sessions/${id}/clock`, { advanceSeconds })
  const read = async ({ path }: { path: string }) => (await world.signed('GET', path)).json

  expect((await move(expired.id, 900)).status).toBe(204)
  expect((await expired.endUser.call('PUT', '/biometric-consent')).json.code).toBe(
    'SESSION_EXPIRED',
  )
  const result = await read(expired)
  expect(result).toMatchObject({ state: 'EXPIRED', client_session_token_ttl: 0 })
  expect(result).not.toHaveProperty('client_session_token')
  expect((await read(open)).state).toBe('ONGOING')

  // Each check is done at its own time.
  await world.emulator.control.advanceClock(moved.id, { advanceSeconds: 2 })
  expect((await read(moved)).checks.map(({ state }) => state)).toEqual(['DONE', 'PENDING', 'DONE'])
  // The rest of the delay follows the global clock.
  await world.clock.advance(2_500)
  expect((await read(moved)).state).toBe('COMPLETED')
  expect((await read(other)).state).toBe('ONGOING')
})
