import { describe, expect, it } from '@jest/globals'
import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { first } from '../emulator/reply-json.js'
import { captureEverything } from './capture-everything.js'
import { buildUsualSpec, startOfficialWorld, startSpec } from './official-world.js'
import { readGetters } from './read-getters.js'
import {
  breakDown,
  configure,
  filterFor,
  recommend,
  rejectAuthenticity,
  seeReport,
  seeSubCheck,
} from './response-configuration.js'

describe('the official sandbox client', () => {
  it('chooses the reports of a session', async () => {
    await using world = await startOfficialWorld('sandboxUrl')
    const tampered = new sandbox.SandboxDocumentAuthenticityCheckBuilder()
      .withRecommendation(recommend('NOT_AVAILABLE', 'PICTURE_TOO_DARK', 'BETTER_LIGHTING'))
      .withBreakdown(breakDown('security_features', 'NOT_AVAILABLE', { some_detail: 'some value' }))
      .build()
    const otherFace = new sandbox.SandboxDocumentFaceMatchCheckBuilder()
      .withRecommendation(recommend('REJECT', 'DIFFERENT_PERSON'))
      .withBreakdowns([
        breakDown('ai_face_match', 'FAIL', { confidence_score: '0.12' }),
        breakDown('manual_face_match', 'FAIL'),
      ])
      .build()
    const config = configure({
      reports: (reports) =>
        reports.withDocumentAuthenticityCheck(tampered).withDocumentFaceMatchCheck(otherFace),
    })
    const session = await world.createSession(buildUsualSpec())

    await expect(
      world.sandboxClient.configureSessionResponse(session.id, config),
    ).resolves.toBeUndefined()
    await captureEverything(session.endUser)
    await session.endUser.finish()
    await world.clock.advance(600_000)

    const result = await world.client.getSession(session.id)
    const dark = readGetters(first(result.getAuthenticityChecks()).getReport())
    expect(dark).toMatchObject(
      seeReport('NOT_AVAILABLE', 'PICTURE_TOO_DARK', [
        seeSubCheck('security_features', 'NOT_AVAILABLE', { some_detail: 'some value' }),
      ]),
    )
    expect(dark).toMatchObject({ getRecommendation: { getRecoverySuggestion: 'BETTER_LIGHTING' } })
    expect(readGetters(first(result.getFaceMatchChecks()).getReport())).toMatchObject(
      seeReport('REJECT', 'DIFFERENT_PERSON', [
        seeSubCheck('ai_face_match', 'FAIL', { confidence_score: '0.12' }),
        seeSubCheck('manual_face_match', 'FAIL'),
      ]),
    )
    expect(first(result.getLivenessChecks()).getReport().getRecommendation().getValue()).toBe(
      'APPROVE',
    )
  })

  it('chooses the reports of every session of the application, unless a session has its own', async () => {
    await using world = await startOfficialWorld('sandboxUrl')
    await world.sandboxClient.configureApplicationResponse(rejectAuthenticity('TAMPERED'))
    const plain = await world.completeSession(buildUsualSpec())
    const own = await world.createSession(buildUsualSpec())
    await world.sandboxClient.configureSessionResponse(own.id, rejectAuthenticity('COUNTERFEIT'))
    await captureEverything(own.endUser)
    await own.endUser.finish()
    await world.clock.advance(600_000)

    const reasons = [plain.result, await world.client.getSession(own.id)].map((result) =>
      first(result.getAuthenticityChecks()).getReport().getRecommendation().getReason(),
    )
    expect(reasons).toEqual(['TAMPERED', 'COUNTERFEIT'])
  })

  it('chooses by document', async () => {
    await using world = await startOfficialWorld('sandboxUrl')
    const check = (reason: string, documentType: string) =>
      new sandbox.SandboxDocumentAuthenticityCheckBuilder()
        .withRecommendation(recommend('REJECT', reason))
        .withDocumentFilter(filterFor(documentType, 'GBR'))
        .build()
    const config = configure({
      reports: (reports) =>
        reports
          .withDocumentAuthenticityCheck(check('TAMPERED', 'PASSPORT'))
          .withDocumentAuthenticityCheck(check('DOCUMENT_COPY', 'DRIVING_LICENCE')),
    })
    await world.sandboxClient.configureApplicationResponse(config)

    const licence = await world.completeSession(buildUsualSpec(), {
      documentType: 'DRIVING_LICENCE',
    })
    const irish = await world.completeSession(buildUsualSpec(), { issuingCountry: 'IRL' })

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

  it('chooses the report of a liveness attempt', async () => {
    await using world = await startOfficialWorld('sandboxUrl')
    const failed = new sandbox.SandboxZoomLivenessCheckBuilder()
      .withRecommendation(recommend('REJECT'))
      .withBreakdown(breakDown('liveness_auth', 'FAIL'))
      .build()
    await world.sandboxClient.configureApplicationResponse(
      configure({ reports: (reports) => reports.withLivenessCheck(failed) }),
    )
    const zoom = new yoti.RequestedLivenessCheckBuilder().forZoomLiveness().withMaxRetries(2)
    const session = await world.createSession(startSpec().withRequestedCheck(zoom.build()).build())

    await captureEverything(session.endUser)

    const attempts = (await world.client.getSession(session.id)).getLivenessChecks()
    expect(attempts.map((check) => readGetters(check.getReport()))).toMatchObject([
      { getRecommendation: { getValue: 'APPROVE' } },
      seeReport('REJECT', undefined, [seeSubCheck('liveness_auth', 'FAIL')]),
    ])
  })

  it('delays the reports by as many seconds as it says', async () => {
    await using world = await startOfficialWorld('sandboxUrl')
    await world.sandboxClient.configureApplicationResponse(
      configure({ reports: (reports) => reports.withAsyncReportDelay(120) }),
    )
    const { id } = await world.finishSession(buildUsualSpec())

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
