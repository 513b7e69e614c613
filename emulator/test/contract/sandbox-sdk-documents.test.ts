import { describe, expect, it } from '@jest/globals'
import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { PNG } from '../end-user.js'
import { first } from '../response-json.js'
import {
  buildDefaultSpec,
  startOfficialSdkFixture,
  createSpecBuilder,
  readGetters,
} from './official-sdk-fixture.js'
import {
  buildBreakdown,
  buildResponseConfig,
  buildDocumentFilter,
  buildRecommendation,
  expectedReport,
  expectedSubCheck,
} from './build-response-config.js'

describe('the official sandbox client', () => {
  it('configures the text and the portrait of a document', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const fields = { full_name: 'Ada Sandbox', document_number: 'SANDBOX01' }
    const task = new sandbox.SandboxDocumentTextDataExtractionTaskBuilder()
      .withDocumentFields(fields)
      .withDocumentField('nationality', 'IRL')
      .withDocumentIdPhoto('image/png', PNG)
      .withDetectedCountry('IRL')
      .withRecommendation(
        new sandbox.SandboxTextDataExtractionRecommendationBuilder().forProgress().build(),
      )
      .build()
    await world.sandboxClient.configureApplicationResponse(
      buildResponseConfig({ tasks: (tasks) => tasks.withDocumentTextDataExtractionTask(task) }),
    )

    const { id, result } = await world.completeSession(buildDefaultSpec())

    const document = first(result.getResources().getIdDocuments())
    expect(document.getIssuingCountry()).toBe('IRL')
    const text = await world.client.getMediaContent(
      id,
      document.getDocumentFields().getMedia().getId(),
    )
    expect(JSON.parse(text?.getContent().toString() ?? '')).toEqual({
      ...fields,
      nationality: 'IRL',
    })
    const portrait = await world.client.getMediaContent(
      id,
      document.getDocumentIdPhoto().getMedia().getId(),
    )
    expect(portrait?.getMimeType()).toBe('image/png')
    expect(portrait?.getContent()).toEqual(PNG)
  })

  it('requires another document capture once for each entry', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const recommendation = new sandbox.SandboxTextDataExtractionRecommendationBuilder()
      .forMustTryAgain()
      .withReason(
        new sandbox.SandboxTextDataExtractionReasonBuilder()
          .forUserError()
          .withDetail('NO_DOCUMENT')
          .build(),
      )
      .build()
    const unreadable = new sandbox.SandboxDocumentTextDataExtractionTaskBuilder()
      .withDocumentFilter(buildDocumentFilter('PASSPORT', 'GBR'))
      .withRecommendation(recommendation)
      .build()
    const session = await world.createSession(buildDefaultSpec())
    await world.sandboxClient.configureSessionResponse(
      session.id,
      buildResponseConfig({
        tasks: (tasks) => tasks.withDocumentTextDataExtractionTask(unreadable),
      }),
    )

    const replies = [
      (await session.endUser.captureDocument()).json,
      (await session.endUser.captureDocument()).json,
    ]

    expect(replies).toMatchObject([
      {
        recommendation: {
          value: 'MUST_TRY_AGAIN',
          reason: { value: 'USER_ERROR', detail: 'NO_DOCUMENT' },
        },
      },
      { recommendation: { value: 'PROGRESS' } },
    ])
    const documents = (await world.client.getSession(session.id)).getResources().getIdDocuments()
    readGetters(documents)
    const states = documents.map((one) => first(one.getTextExtractionTasks()).getState())
    expect(states.toSorted()).toEqual(['DONE', 'FAILED'])
  })

  it('configures the expert text check, comparison, third party and supplementary document', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const read = new sandbox.SandboxDocumentTextDataCheckBuilder()
      .withRecommendation(buildRecommendation('APPROVE'))
      .withBreakdown(buildBreakdown('text_data_readable', 'PASS'))
      .withDocumentField('full_name', 'Read By Expert')
      .build()
    const compared = new sandbox.SandboxIdDocumentComparisonCheckBuilder()
      .withRecommendation(buildRecommendation('REJECT', 'MISMATCH'))
      .withBreakdown(buildBreakdown('name_match', 'FAIL'))
      .withSecondaryDocumentFilter(buildDocumentFilter('PASSPORT', 'GBR'))
      .build()
    const lookedUp = new sandbox.SandboxThirdPartyIdentityCheckBuilder()
      .withRecommendation(buildRecommendation('CONSIDER', 'ADDRESS_MISMATCH'))
      .withBreakdown(buildBreakdown('address_match', 'FAIL'))
      .build()
    const bill = new sandbox.SandboxSupplementaryDocTextDataCheckBuilder()
      .withRecommendation(buildRecommendation('APPROVE'))
      .withBreakdown(buildBreakdown('text_data_readable', 'PASS'))
      .withDocumentFields({ organisation: 'North Water' })
      .build()
    const billRead = new sandbox.SandboxSupplementaryDocTextDataExtractionTaskBuilder()
      .withDocumentField('organisation', 'Nrth Watr')
      .withDetectedCountry('GBR')
      .build()
    const config = buildResponseConfig({
      reports: (reports) =>
        reports
          .withDocumentTextDataCheck(read)
          .withIdDocumentComparisonCheck(compared)
          .withThirdPartyIdentityCheck(lookedUp)
          .withSupplementaryDocTextDataCheck(bill),
      tasks: (tasks) => tasks.withSupplementaryDocTextDataExtractionTask(billRead),
    })
    await world.sandboxClient.configureApplicationResponse(config)
    const proofOfAddress = new yoti.RequiredSupplementaryDocumentBuilder()
      .withObjective(new yoti.ProofOfAddressObjectiveBuilder().build())
      .build()
    const spec = createSpecBuilder()
      .withRequestedCheck(new yoti.RequestedIdDocumentComparisonCheckBuilder().build())
      .withRequestedCheck(new yoti.RequestedThirdPartyIdentityCheckBuilder().build())
      .withRequestedTask(
        new yoti.RequestedTextExtractionTaskBuilder().withManualCheckAlways().build(),
      )
      .withRequestedTask(
        new yoti.RequestedSupplementaryDocTextExtractionTaskBuilder()
          .withManualCheckAlways()
          .build(),
      )
      .withRequiredDocument(proofOfAddress)
      .build()

    const { id, result } = await world.completeSession(spec)

    const comparison = first(result.getIdDocumentComparisonChecks()).getReport()
    expect(readGetters(comparison)).toMatchObject(
      expectedReport('REJECT', 'MISMATCH', [expectedSubCheck('name_match', 'FAIL')]),
    )
    const thirdParty = first(result.getThirdPartyIdentityChecks()).getReport()
    expect(readGetters(thirdParty)).toMatchObject(
      expectedReport('CONSIDER', 'ADDRESS_MISMATCH', [expectedSubCheck('address_match', 'FAIL')]),
    )
    const readJson = async (mediaId: string): Promise<unknown> => {
      const media = await world.client.getMediaContent(id, mediaId)
      return JSON.parse(media?.getContent().toString() ?? '')
    }
    const resources = result.getResources()
    const document = first(resources.getIdDocuments())
    expect(await readJson(document.getDocumentFields().getMedia().getId())).toEqual({
      full_name: 'Read By Expert',
    })
    const letter = first(resources.getSupplementaryDocuments())
    expect(await readJson(letter.getDocumentFields().getMedia().getId())).toEqual({
      organisation: 'North Water',
    })
    const machineRead = first(first(letter.getTextExtractionTasks()).getGeneratedMedia())
    expect(await readJson(machineRead.getId())).toEqual({ organisation: 'Nrth Watr' })
  })
})
