import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { reportAs, requireProfile, SESSION_SPEC } from './session-spec.js'

const SHARE_CODE = requireProfile('GBR_RTW_SHARECODE', undefined, 'YOTI_GLOBAL')

describe('a share code', () => {
  it('is verified by its task, which returns a profile, a portrait and a PDF', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.finishSession(SHARE_CODE)
    const entered = first((await world.read(path)).resources.share_codes ?? [])
    const task = { type: 'VERIFY_SHARE_CODE_TASK', generated_checks: [], generated_media: [] }
    expect(entered).toMatchObject({
      source: { type: 'END_USER' },
      tasks: [{ ...task, state: 'PENDING' }],
      lookup_profile: { media: { type: 'JSON' } },
    })
    expect(entered).not.toHaveProperty('returned_profile')
    await world.clock.advance(60_000)
    const { resources } = await world.read(path)
    const media = (type: string) => ({ media: { type } })
    expect(resources.share_codes).toMatchObject([
      {
        tasks: [{ ...task, state: 'DONE' }],
        returned_profile: media('JSON'),
        id_photo: media('IMAGE'),
        file: media('PDF'),
      },
    ])
  })

  it('is verified before the session completes without any delay of checks', async () => {
    await using world = await startEmulatorFixture()
    await world.configure({ check_reports: { async_report_delay: 0 } })
    const { path } = await world.finishSession(SHARE_CODE)
    await world.clock.advance(1)
    const { resources, identity_profile } = await world.read(path)
    expect(first(resources.share_codes ?? []).tasks).toMatchObject([{ state: 'DONE' }])
    expect(identity_profile.result).toBe('DONE')
  })

  it('is absent without its scheme', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.completeSession(requireProfile('RTW'))
    expect((await world.read(path)).resources).not.toHaveProperty('share_codes')
  })
})

describe('an import token', () => {
  const spec = { ...SESSION_SPEC, import_token: { ttl: 2_592_000 } }

  it('has media when every check is approved, and is absent before', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.finishSession(spec)
    expect(await world.read(path)).not.toHaveProperty('import_token')
    await world.clock.advance(60_000)
    const { import_token: token } = await world.read(path)
    expect(token).toEqual({ media: expect.objectContaining({ type: 'JSON' }) })
    const content = await world.signed('GET', `${path}/media/${token.media.id}/content`)
    expect(content.json).toEqual({ import_token: expect.any(String) })
  })

  it('has a failure_reason when a check is rejected', async () => {
    await using world = await startEmulatorFixture()
    await world.configure(reportAs('ID_DOCUMENT_AUTHENTICITY', 'TAMPERED'))
    const { path } = await world.completeSession(spec)
    expect((await world.read(path)).import_token).toEqual({ failure_reason: expect.any(String) })
  })

  it('is absent unless it was requested', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.completeSession()
    expect(await world.read(path)).not.toHaveProperty('import_token')
  })
})
