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
  it('gets pictures, text, a facemap and a PDF byte for byte', async () => {
    await using world = await startOfficialSdkFixture()
    const spec = createSpecBuilder()
      .withRequestedCheck(new yoti.RequestedLivenessCheckBuilder().forZoomLiveness().build())
      .withRequestedTask(
        new yoti.RequestedTextExtractionTaskBuilder().withManualCheckNever().build(),
      )
      .withRequiredDocument(
        new yoti.RequiredSupplementaryDocumentBuilder()
          .withObjective(new yoti.ProofOfAddressObjectiveBuilder().build())
          .build(),
      )
      .build()
    const { id, result } = await world.completeSession(spec)
    const resources = result.getResources()
    const document = first(resources.getIdDocuments())
    const page = first(document.getPages())
    const zoom = first(resources.getZoomLivenessResources())
    const letter = first(resources.getSupplementaryDocuments())
    const get = async (mediaId: string) => {
      const media = await world.client.getMediaContent(id, mediaId)
      if (media === null) throw new Error('expected content')
      return media
    }

    for (const [media, content, mimeType] of [
      [page.getMedia(), JPEG, 'image/jpeg'],
      [first(page.getFrames()).getMedia(), JPEG, 'image/jpeg'],
      [zoom.getFaceMap().getMedia(), FACEMAP, 'application/octet-stream'],
      [letter.getDocumentFile().getMedia(), PDF, 'application/pdf'],
    ] as const) {
      const received = await get(media.getId())
      expect([received.getMimeType(), received.getContent()]).toEqual([mimeType, content])
    }
    const portrait = await get(document.getDocumentIdPhoto().getMedia().getId())
    expect(portrait.getBase64Content()).toMatch(/^data:image\/png;base64,/)
    const text = await get(document.getDocumentFields().getMedia().getId())
    expect(text.getMimeType()).toBe('application/json')
    expect(JSON.parse(text.getContent().toString())).toMatchObject({
      document_type: 'PASSPORT',
      issuing_country: 'GBR',
    })
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
