import { describe, expect, it } from '@jest/globals'
import { captureSession } from '../src/capture-client/capture-session.js'
import { SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

describe('an unsupported feature', () => {
  it('is accepted in a session specification and has no effect', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession({
      ...SESSION_SPEC,
      requested_checks: [
        { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
        {
          type: 'FAMILIAR_FACE_SEARCH',
          config: {
            pool_id: '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10',
            approval_criteria: 'NO_MATCH',
          },
        },
        { type: 'IBV_VISUAL_REVIEW_CHECK', config: { manual_check: 'IBV' } },
        {
          type: 'DOCUMENT_SCHEME_VALIDITY_CHECK',
          config: { manual_check: 'IBV', scheme: 'UK_GDS' },
        },
      ],
      identity_profile_requirements: {
        trust_framework: 'YOTI_GLOBAL',
        scheme: { type: 'GBR_RTW_SHARECODE' },
      },
      ibv_options: { support: 'MANDATORY' },
      import_token: { ttl: 90_000 },
    })
    await captureSession(endUser.launch)
    await world.clock.advance(60_000)
    const { json } = await world.signed('GET', path)
    expect(json).toMatchObject({ state: 'COMPLETED', identity_profile: { result: 'DONE' } })
    expect(json).not.toHaveProperty('import_token')
    expect(json.resources).not.toHaveProperty('share_codes')
    expect(json.resources.id_documents).toMatchObject([{ source: { type: 'END_USER' } }])
    const report = { recommendation: { value: 'APPROVE' }, breakdown: [] }
    expect(json.checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'FAMILIAR_FACE_SEARCH', report }),
        expect.objectContaining({ type: 'IBV_VISUAL_REVIEW_CHECK', report }),
        expect.objectContaining({
          type: 'DOCUMENT_SCHEME_VALIDITY_CHECK',
          report,
          scheme: 'UK_GDS',
        }),
      ]),
    )
  })

  it.each([
    ['GET', '/sessions/1/instructions'],
    ['PUT', '/sessions/1/instructions'],
    ['POST', '/applicants'],
  ])('returns 404 for %s %s', async (method, path) => {
    await using world = await startEmulatorFixture()
    const body = method === 'GET' ? undefined : {}
    expect(await world.signed(method, path, body)).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    })
  })
})
