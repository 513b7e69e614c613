import { describe, expect, it } from '@jest/globals'
import yoti from 'yoti'
import { JPEG } from '../end-user.js'
import { first } from '../response-json.js'
import { FACEMAP, PDF } from './capture-all-resources.js'
import {
  buildDefaultSpec,
  startOfficialSdkFixture,
  createSpecBuilder,
} from './official-sdk-fixture.js'

describe('the official client', () => {
  it('gets the images of the session byte for byte', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, result } = await world.completeSession(buildDefaultSpec())
    const document = first(result.getResources().getIdDocuments())
    const page = first(document.getPages())
    const liveness = first(result.getResources().getStaticLivenessResources())
    const expected: [string, Buffer, string][] = [
      [page.getMedia().getId(), JPEG, 'image/jpeg'],
      [first(page.getFrames()).getMedia().getId(), JPEG, 'image/jpeg'],
      [liveness.getImage().getId(), JPEG, 'image/jpeg'],
    ]

    for (const [mediaId, content, mimeType] of expected) {
      const media = await world.client.getMediaContent(id, mediaId)
      expect(media?.getMimeType()).toBe(mimeType)
      expect(media?.getContent()).toEqual(content)
      expect(media?.getBase64Content()).toBe(
        `data:${mimeType};base64,${content.toString('base64')}`,
      )
    }
    const portrait = await world.client.getMediaContent(
      id,
      document.getDocumentIdPhoto().getMedia().getId(),
    )
    expect(portrait?.getMimeType()).toMatch(/^image\//)
    expect(portrait?.getContent().length).toBeGreaterThan(100)
  })

  it('gets the text data as JSON', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, result } = await world.completeSession(buildDefaultSpec())
    const document = first(result.getResources().getIdDocuments())

    const media = await world.client.getMediaContent(
      id,
      document.getDocumentFields().getMedia().getId(),
    )

    expect(media?.getMimeType()).toBe('application/json')
    expect(JSON.parse(media?.getContent().toString() ?? '')).toMatchObject({
      document_type: 'PASSPORT',
      issuing_country: 'GBR',
    })
  })

  it('gets a facemap and a PDF unchanged', async () => {
    await using world = await startOfficialSdkFixture()
    const spec = createSpecBuilder()
      .withRequestedCheck(new yoti.RequestedLivenessCheckBuilder().forZoomLiveness().build())
      .withRequiredDocument(
        new yoti.RequiredSupplementaryDocumentBuilder()
          .withObjective(new yoti.ProofOfAddressObjectiveBuilder().build())
          .build(),
      )
      .build()
    const { id, result } = await world.completeSession(spec)
    const resources = result.getResources()
    const facemap = first(resources.getZoomLivenessResources()).getFaceMap().getMedia()
    const file = first(resources.getSupplementaryDocuments()).getDocumentFile().getMedia()

    const binary = await world.client.getMediaContent(id, facemap.getId())
    const pdf = await world.client.getMediaContent(id, file.getId())

    expect(binary?.getMimeType()).toBe('application/octet-stream')
    expect(binary?.getContent()).toEqual(FACEMAP)
    expect(pdf?.getMimeType()).toBe('application/pdf')
    expect(pdf?.getContent()).toEqual(PDF)
  })

  it('gets null for withheld media', async () => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.completeSession(buildDefaultSpec())
    const withheld = world.emulator.addMedia(id, {
      contentType: 'image/jpeg',
      content: JPEG,
      withheld: true,
    })

    await expect(world.client.getMediaContent(id, withheld)).resolves.toBeNull()
  })
})
