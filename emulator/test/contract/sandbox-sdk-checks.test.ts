import { describe, expect, it } from '@jest/globals'
import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { first } from '../response-json.js'
import { captureAllResources } from './capture-all-resources.js'
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
  buildAuthenticityRejection,
  expectedReport,
  expectedSubCheck,
} from './build-response-config.js'

describe('the official sandbox client', () => {
  it('configures the reports of a session', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const tampered = new sandbox.SandboxDocumentAuthenticityCheckBuilder()
      .withRecommendation(
        buildRecommendation('NOT_AVAILABLE', 'PICTURE_TOO_DARK', 'BETTER_LIGHTING'),
      )
      .withBreakdown(
        buildBreakdown('security_features', 'NOT_AVAILABLE', { some_detail: 'some value' }),
      )
      .build()
    const otherFace = new sandbox.SandboxDocumentFaceMatchCheckBuilder()
      .withRecommendation(buildRecommendation('REJECT', 'DIFFERENT_PERSON'))
      .withBreakdowns([
        buildBreakdown('ai_face_match', 'FAIL', { confidence_score: '0.12' }),
        buildBreakdown('manual_face_match', 'FAIL'),
      ])
      .build()
    const config = buildResponseConfig({
      reports: (reports) =>
        reports.withDocumentAuthenticityCheck(tampered).withDocumentFaceMatchCheck(otherFace),
    })
    const session = await world.createSession(buildDefaultSpec())

    await expect(
      world.sandboxClient.configureSessionResponse(session.id, config),
    ).resolves.toBeUndefined()
    await captureAllResources(session.endUser)
    await session.endUser.finish()
    await world.clock.advance(600_000)

    const result = await world.client.getSession(session.id)
    const dark = readGetters(first(result.getAuthenticityChecks()).getReport())
    expect(dark).toMatchObject(
      expectedReport('NOT_AVAILABLE', 'PICTURE_TOO_DARK', [
        expectedSubCheck('security_features', 'NOT_AVAILABLE', { some_detail: 'some value' }),
      ]),
    )
    expect(dark).toMatchObject({ getRecommendation: { getRecoverySuggestion: 'BETTER_LIGHTING' } })
    expect(readGetters(first(result.getFaceMatchChecks()).getReport())).toMatchObject(
      expectedReport('REJECT', 'DIFFERENT_PERSON', [
        expectedSubCheck('ai_face_match', 'FAIL', { confidence_score: '0.12' }),
        expectedSubCheck('manual_face_match', 'FAIL'),
      ]),
    )
    expect(first(result.getLivenessChecks()).getReport().getRecommendation().getValue()).toBe(
      'APPROVE',
    )
  })

  it('configures the reports of all sessions without a configuration of their own', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    await world.sandboxClient.configureApplicationResponse(buildAuthenticityRejection('TAMPERED'))
    const plain = await world.completeSession(buildDefaultSpec())
    const own = await world.createSession(buildDefaultSpec())
    await world.sandboxClient.configureSessionResponse(
      own.id,
      buildAuthenticityRejection('COUNTERFEIT'),
    )
    await captureAllResources(own.endUser)
    await own.endUser.finish()
    await world.clock.advance(600_000)

    const reasons = [plain.result, await world.client.getSession(own.id)].map((result) =>
      first(result.getAuthenticityChecks()).getReport().getRecommendation().getReason(),
    )
    expect(reasons).toEqual(['TAMPERED', 'COUNTERFEIT'])
  })

  it('configures reports by document', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const check = (reason: string, documentType: string) =>
      new sandbox.SandboxDocumentAuthenticityCheckBuilder()
        .withRecommendation(buildRecommendation('REJECT', reason))
        .withDocumentFilter(buildDocumentFilter(documentType, 'GBR'))
        .build()
    const config = buildResponseConfig({
      reports: (reports) =>
        reports
          .withDocumentAuthenticityCheck(check('TAMPERED', 'PASSPORT'))
          .withDocumentAuthenticityCheck(check('DOCUMENT_COPY', 'DRIVING_LICENCE')),
    })
    await world.sandboxClient.configureApplicationResponse(config)

    const licence = await world.completeSession(buildDefaultSpec(), {
      documentType: 'DRIVING_LICENCE',
    })
    const irish = await world.completeSession(buildDefaultSpec(), { issuingCountry: 'IRL' })

    const values = [licence.result, irish.result].map((result) => {
      const { getRecommendation: recommendation } = readGetters(
        first(result.getAuthenticityChecks()).getReport(),
      ) as { getRecommendation: unknown }
      return recommendation
    })
    expect(values).toMatchObject([
      { getValue: 'REJECT', getReason: 'DOCUMENT_COPY' },
      { getValue: 'APPROVE', getReason: undefined },
    ])
  })

  it('configures the report of a liveness attempt', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    const failed = new sandbox.SandboxZoomLivenessCheckBuilder()
      .withRecommendation(buildRecommendation('REJECT'))
      .withBreakdown(buildBreakdown('liveness_auth', 'FAIL'))
      .build()
    await world.sandboxClient.configureApplicationResponse(
      buildResponseConfig({ reports: (reports) => reports.withLivenessCheck(failed) }),
    )
    const zoom = new yoti.RequestedLivenessCheckBuilder().forZoomLiveness().withMaxRetries(2)
    const session = await world.createSession(
      createSpecBuilder().withRequestedCheck(zoom.build()).build(),
    )

    await captureAllResources(session.endUser)

    const attempts = (await world.client.getSession(session.id)).getLivenessChecks()
    expect(attempts.map((check) => readGetters(check.getReport()))).toMatchObject([
      { getRecommendation: { getValue: 'APPROVE' } },
      expectedReport('REJECT', undefined, [expectedSubCheck('liveness_auth', 'FAIL')]),
    ])
  })

  it('delays the reports by async_report_delay seconds', async () => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    await world.sandboxClient.configureApplicationResponse(
      buildResponseConfig({ reports: (reports) => reports.withAsyncReportDelay(120) }),
    )
    const { id } = await world.finishSession(buildDefaultSpec())

    await world.clock.advance(119_000)
    const before = await world.client.getSession(id)
    await world.clock.advance(1_000)
    const after = await world.client.getSession(id)

    const states = (session: typeof before) =>
      new Set(session.getAuthenticityChecks().map((check) => check.getState()))
    expect([before.getState(), states(before)]).toEqual(['ONGOING', new Set(['PENDING'])])
    expect([after.getState(), states(after)]).toEqual(['COMPLETED', new Set(['DONE'])])
  })
})
