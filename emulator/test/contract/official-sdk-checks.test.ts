import { describe, expect, it } from '@jest/globals'
import yoti from 'yoti'
import { first } from '../response-json.js'
import {
  startOfficialSdkFixture,
  createSpecBuilder,
  readGetters,
  uploadFace,
} from './official-sdk-fixture.js'

const readText = new yoti.RequestedTextExtractionTaskBuilder()
  .withManualCheckAlways()
  .withChipDataDesired()
  .withCreateExpandedDocumentFields(true)
  .build()
const liveness = new yoti.RequestedLivenessCheckBuilder().forStaticLiveness().build()
const proofOfAddress = new yoti.RequiredSupplementaryDocumentBuilder()
  .withObjective(new yoti.ProofOfAddressObjectiveBuilder().build())
  .withDocumentTypes(['UTILITY_BILL'])
  .withCountryCodes(['GBR'])
  .build()

describe('the official client', () => {
  it('reads ZOOM liveness: a facemap and seven frames, three of them with pictures', async () => {
    await using world = await startOfficialSdkFixture()
    const zoom = new yoti.RequestedLivenessCheckBuilder().forZoomLiveness().build()

    const { result } = await world.completeSession(
      createSpecBuilder().withRequestedCheck(zoom).build(),
    )

    readGetters(result)
    const resource = first(result.getResources().getZoomLivenessResources())
    expect(resource.getFaceMap().getMedia().getType()).toBe('BINARY')
    const taken = { getMedia: expect.objectContaining({ getType: 'IMAGE' }) as unknown }
    const empty = { getMedia: undefined }
    expect(readGetters(resource.getFrames())).toEqual([
      ...[taken, taken, taken],
      ...[empty, empty, empty, empty],
    ])
    expect(result.getResources().getStaticLivenessResources()).toEqual([])
    expect(first(result.getLivenessChecks()).getReport().getRecommendation().getValue()).toBe(
      'APPROVE',
    )
  })

  it('reads the comparison of two documents, the third-party check and the expert text check', async () => {
    await using world = await startOfficialSdkFixture()
    const spec = createSpecBuilder()
      .withRequestedCheck(new yoti.RequestedIdDocumentComparisonCheckBuilder().build())
      .withRequestedCheck(new yoti.RequestedThirdPartyIdentityCheckBuilder().build())
      .withRequestedTask(readText)
      .build()

    const { result } = await world.completeSession(spec)

    readGetters(result)
    const documents = result.getResources().getIdDocuments()
    expect(documents).toHaveLength(2)
    const comparison = first(result.getIdDocumentComparisonChecks())
    expect(comparison.getResourcesUsed().toSorted()).toEqual(
      documents.map((one) => one.getId()).toSorted(),
    )
    expect(
      comparison
        .getReport()
        .getBreakdown()
        .map((one) => one.getSubCheck()),
    ).toEqual(['dob_match', 'name_match'])

    const thirdParty = first(result.getThirdPartyIdentityChecks())
    expect(thirdParty.getGeneratedProfile().getMedia().getType()).toBe('JSON')
    expect(thirdParty.getGeneratedProfile().getMedia().getId()).toBe(
      first(thirdParty.getGeneratedMedia()).getId(),
    )

    expect(result.getIdDocumentTextDataChecks()).toHaveLength(2)
    for (const document of documents) {
      const task = first(document.getTextExtractionTasks())
      const generated = first(task.getGeneratedChecks())
      const check = result
        .getIdDocumentTextDataChecks()
        .find((one) => one.getId() === generated.getId())
      expect(generated.getType()).toBe('ID_DOCUMENT_TEXT_DATA_CHECK')
      expect(check?.getGeneratedMedia().map((media) => media.getId())).toEqual([
        document.getDocumentFields().getMedia().getId(),
      ])
      expect(document.getExpandedDocumentFields().getMedia().getType()).toBe('JSON')
    }
  })

  it.each(['file', 'page'] as const)(
    'reads a proof of address that came as a %s',
    async (supplementary) => {
      await using world = await startOfficialSdkFixture()
      const spec = createSpecBuilder()
        .withRequestedTask(
          new yoti.RequestedSupplementaryDocTextExtractionTaskBuilder()
            .withManualCheckAlways()
            .build(),
        )
        .withRequiredDocument(proofOfAddress)
        .build()

      const { result } = await world.completeSession(spec, { supplementary })

      readGetters(result)
      const document = first(result.getResources().getSupplementaryDocuments())
      expect(document.getDocumentType()).toBe('UTILITY_BILL')
      expect(document.getIssuingCountry()).toBe('GBR')
      if (supplementary === 'file') {
        expect(document.getDocumentFile().getMedia().getType()).toBe('PDF')
        expect(document.getPages()).toEqual([])
      } else {
        expect(document.getDocumentFile()).toBeUndefined()
        expect(first(document.getPages()).getMedia().getType()).toBe('IMAGE')
      }
      const check = first(result.getSupplementaryDocumentTextDataChecks())
      const generated = first(first(document.getTextExtractionTasks()).getGeneratedChecks())
      expect(generated.getId()).toBe(check.getId())
      expect(check.getReport().getRecommendation().getValue()).toBe('APPROVE')
      expect(document.getDocumentFields().getMedia().getType()).toBe('JSON')
    },
  )

  it('reads a comparison with a face that the relying business supplied', async () => {
    await using world = await startOfficialSdkFixture()
    const comparison = new yoti.RequestedFaceComparisonCheckBuilder().withManualCheckNever().build()
    const spec = createSpecBuilder()
      .withRequestedCheck(liveness)
      .withRequestedCheck(comparison)
      .build()
    const session = await world.createSession(spec)
    const before = await world.client.getSession(session.id)
    await uploadFace(world.client, session.id)
    await session.endUser.captureLiveness()
    await session.endUser.finish()
    await world.clock.advance(600_000)

    const result = await world.client.getSession(session.id)

    for (const one of [before, result]) readGetters(one)
    const face = first(result.getResources().getFaceCaptureResources())
    expect(face.getImage().getMedia().getType()).toBe('IMAGE')
    const check = first(result.getFaceComparisonChecks())
    const used = [face, first(result.getResources().getLivenessCapture())]
    expect(check.getResourcesUsed().toSorted()).toEqual(used.map((one) => one.getId()).toSorted())
    expect(check.getReport().getRecommendation().getValue()).toBe('APPROVE')
  })
})
