import { describe, expect, it } from '@jest/globals'
import { first } from '../response-json.js'
import { captureAllResources } from './capture-all-resources.js'
import { readGetters, startOfficialSdkFixture } from './official-sdk-fixture.js'

async function complete(spec: object) {
  const world = await startOfficialSdkFixture()
  const { id, endUser } = await world.createSessionFromJson(spec)
  await captureAllResources(endUser)
  await endUser.finish()
  await world.clock.advance(600_000)
  return { ...world, id, result: await world.client.getSession(id) }
}

describe('the official client', () => {
  it('reads a share code with its task and media', async () => {
    await using world = await complete({
      identity_profile_requirements: {
        trust_framework: 'YOTI_GLOBAL',
        scheme: { type: 'GBR_RTW_SHARECODE' },
      },
    })
    const read = readGetters(world.result.getResources())
    const media = (getType: string) => ({ getMedia: expect.objectContaining({ getType }) })
    expect(read).toMatchObject({
      getShareCodeResources: [
        {
          getTasks: [{ getType: 'VERIFY_SHARE_CODE_TASK', getState: 'DONE' }],
          getLookupProfile: media('JSON'),
          getReturnedProfile: media('JSON'),
          getIdPhoto: media('IMAGE'),
          getFile: media('PDF'),
        },
      ],
    })
  })

  it('reads the images of a text extraction', async () => {
    await using world = await complete({
      requested_tasks: [
        { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
      ],
    })
    const page = first(first(world.result.getResources().getIdDocuments()).getPages())
    expect(page.getExtractionImageIds()).toEqual([page.getMedia().getId()])
  })

  it('reads a face search beside an import token', async () => {
    await using world = await complete({
      requested_checks: [
        { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
        {
          type: 'FAMILIAR_FACE_SEARCH',
          config: { pool_id: 'a1f3c0de-52a7-4c0b-9f1e-55b1a2d3e4f5', approval_criteria: 'MATCH' },
        },
      ],
      import_token: { ttl: 2_592_000 },
    })
    const search = world.result.getChecks().find((one) => one.getType() === 'FAMILIAR_FACE_SEARCH')
    expect(readGetters(search?.getReport())).toMatchObject({
      getRecommendation: { getValue: 'APPROVE' },
      getBreakdown: [{ getSubCheck: 'face_found_in_pool', getResult: 'PASS' }],
    })
  })

  it('reads the signed report of a profile as media', async () => {
    await using world = await complete({
      identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
    })
    const media = world.result.getIdentityProfile().getIdentityProfileReport()?.getMedia()
    const content = await world.client.getMediaContent(world.id, media?.getId() ?? '')
    expect(JSON.parse(content?.getContent().toString() ?? '')).toMatchObject({
      proof: { jws: expect.stringMatching(/^[\w-]+\.\.[\w-]+$/) },
    })
  })
})
