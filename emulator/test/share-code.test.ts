import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { reportAs, requireProfile, SESSION_SPEC } from './session-spec.js'

interface Wrapped {
  media?: MediaJson
}
interface ShareCode {
  source: { type: string }
  tasks: object[]
  lookup_profile: Wrapped
  returned_profile?: Wrapped
  id_photo?: Wrapped
  file?: Wrapped
}
interface Result {
  resources: { share_codes?: ShareCode[] }
  import_token?: { media?: MediaJson; failure_reason?: string }
  identity_profile?: { result: string }
}

const world = await startEmulatorFixture()
const read = async (path: string) => (await world.signed('GET', path)).json as unknown as Result

const profile = (framework: string, type: string) => ({
  identity_profile_requirements: { trust_framework: framework, scheme: { type } },
})
const SHARE_CODE = profile('YOTI_GLOBAL', 'GBR_RTW_SHARECODE')

afterAll(() => world.emulator.close())

describe('a share code', () => {
  it('is verified by its task, which returns a profile, a portrait and a PDF', async () => {
    const { path } = await world.finishSession(SHARE_CODE)
    const entered = first((await read(path)).resources.share_codes ?? [])
    const task = { type: 'VERIFY_SHARE_CODE_TASK', generated_checks: [], generated_media: [] }
    expect(entered).toMatchObject({
      source: { type: 'END_USER' },
      tasks: [{ ...task, state: 'PENDING' }],
      lookup_profile: { media: { type: 'JSON' } },
    })
    expect(entered).not.toHaveProperty('returned_profile')
    await world.clock.advance(60_000)
    const result = await read(path)
    const verified = first(result.resources.share_codes ?? [])
    expect(verified).toMatchObject({
      tasks: [{ ...task, state: 'DONE' }],
      returned_profile: { media: { type: 'JSON' } },
      id_photo: { media: { type: 'IMAGE' } },
      file: { media: { type: 'PDF' } },
    })
    expect(result.identity_profile?.result).toBe('DONE')
    const content = await world.signed('GET', `${path}/media/${verified.file?.media?.id}/content`)
    expect(content.headers.get('content-type')).toBe('application/pdf')
    expect(content.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('is verified before the session completes without any delay of checks', async () => {
    const { path, endUser } = await world.createSession(SHARE_CODE)
    await world.configure({ check_reports: { async_report_delay: 0 } }, path)
    await endUser.captureAndFinish()
    await world.clock.advance(1)
    const { resources, identity_profile } = await read(path)
    expect(first(resources.share_codes ?? []).tasks).toMatchObject([{ state: 'DONE' }])
    expect(identity_profile.result).toBe('DONE')
  })

  it('is absent without its scheme, as is an import token that was not requested', async () => {
    const { path } = await world.completeSession(profile('UK_TFIDA', 'RTW'))
    const result = await read(path)
    expect(result.resources).not.toHaveProperty('share_codes')
    expect(result).not.toHaveProperty('import_token')
  })
})

describe('an import token', () => {
  const spec = { ...SESSION_SPEC, import_token: { ttl: 2_592_000 } }

  it('has media when every check is approved, and is absent before', async () => {
    const { path } = await world.finishSession(spec)
    expect(await read(path)).not.toHaveProperty('import_token')
    await world.clock.advance(60_000)
    const { import_token: token } = await read(path)
    expect(token).toEqual({ media: expect.objectContaining({ type: 'JSON' }) })
    const content = await world.signed('GET', `${path}/media/${token.media.id}/content`)
    expect(content.json).toEqual({ import_token: expect.any(String) })
  })

  it('has a failure_reason when a check is rejected', async () => {
    const { path, endUser } = await world.createSession(spec)
    const entry = { result: { report_template: 'TAMPERED' } }
    await world.configure({ check_reports: { ID_DOCUMENT_AUTHENTICITY: [entry] } }, path)
    await endUser.captureAndFinish()
    await world.clock.advance(60_000)
    expect((await read(path)).import_token).toEqual({ failure_reason: expect.any(String) })
  })

  it.each([0, 1.5, 'a month'])('is refused with 400 for the ttl %j', async (ttl) => {
    const body = { ...SESSION_SPEC, import_token: { ttl } }
    const { status, json } = await world.signed('POST', '/sessions', body)
    expect([status, first(json.errors).property]).toEqual([400, 'import_token.ttl'])
  })
})
