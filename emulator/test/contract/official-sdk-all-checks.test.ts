import { describe, expect, it, jest } from '@jest/globals'
import type yoti from 'yoti'
import { captureAllResources } from './capture-all-resources.js'
import { ALL_CHECKS_SPEC } from './all-checks-spec.js'
import { startOfficialSdkFixture, readGetters, uploadFace } from './official-sdk-fixture.js'

type Fixture = Awaited<ReturnType<typeof startOfficialSdkFixture>>
type IdvError = InstanceType<typeof yoti.internals.IDVError>

/** All reads of a session through every getter. */
async function readEverything({ client }: Fixture, id: string) {
  readGetters(await client.getSessionConfiguration(id))
  readGetters(await client.getSessionTrackedDevices(id))
  const session = await client.getSession(id)
  return { session, read: readGetters(session) }
}

describe('the official client, of a session with every check', () => {
  it('reads every stage', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, endUser } = await world.createSessionFromJson(ALL_CHECKS_SPEC)
    await readEverything(world, id)
    await uploadFace(world.client, id)
    await readEverything(world, id)
    await endUser.chooseDocument()
    await readEverything(world, id)
    await captureAllResources(endUser)
    await readEverything(world, id)
    await endUser.finish()
    for (let step = 0; step < 10; step++) {
      await readEverything(world, id)
      await world.clock.advance(1_500)
    }

    const { session } = await readEverything(world, id)

    expect(session.getState()).toBe('COMPLETED')
    const types = new Set(session.getChecks().map((check) => check.getType()))
    for (const { type } of ALL_CHECKS_SPEC.requested_checks) expect(types).toContain(type)
  })

  it('deletes all media and can read the session throughout', async () => {
    await using world = await startOfficialSdkFixture()
    jest.spyOn(console, 'log').mockImplementation(() => undefined)
    const staticLiveness = { type: 'LIVENESS', config: { liveness_type: 'STATIC' } }
    const { id, endUser } = await world.createSessionFromJson({
      ...ALL_CHECKS_SPEC,
      requested_checks: [...ALL_CHECKS_SPEC.requested_checks, staticLiveness],
    })
    await uploadFace(world.client, id)
    await captureAllResources(endUser)
    await endUser.finish()
    await world.clock.advance(600_000)
    const { read } = await readEverything(world, id)
    const mediaIds = listMediaIds(read)
    expect(mediaIds.length).toBeGreaterThan(20)

    for (const mediaId of mediaIds) {
      await expect(world.client.deleteMediaContent(id, mediaId)).resolves.toBeUndefined()

      const again = world.client.getMediaContent(id, mediaId)
      const refusal = await again.then(
        () => undefined,
        (err: unknown) => err as IdvError,
      )
      expect(refusal?.getResponseStatusCode()).toBe(404)
      await readEverything(world, id)
    }
  })
})

/** Generated media are listed twice, hence a set. */
function listMediaIds(read: unknown): string[] {
  const ids = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { getId, getType } = value as { getId?: string; getType?: string }
    if (getId !== undefined && ['IMAGE', 'JSON', 'BINARY', 'PDF'].includes(getType ?? '')) {
      ids.add(getId)
    }
    Object.values(value).forEach(visit)
  }
  visit(read)
  return [...ids]
}
