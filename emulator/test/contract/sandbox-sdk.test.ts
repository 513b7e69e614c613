import { describe, expect, it } from '@jest/globals'
import sandbox from '@getyoti/sdk-sandbox'
import { PNG } from '../end-user.js'
import { first } from '../response-json.js'
import { SESSION_SPEC } from '../session-spec.js'
import { startOfficialSdkFixture } from './official-sdk-fixture.js'

type Builder = InstanceType<typeof sandbox.SandboxCheckReportsBuilder>
type Built = ReturnType<Builder['build']>

/** A response configuration with only the given parts. */
function build(
  addReports: (reports: Builder) => unknown,
  addTasks: (tasks: Builder) => unknown = () => undefined,
) {
  const reports = new sandbox.SandboxCheckReportsBuilder()
  const tasks = new sandbox.SandboxTaskResultsBuilder()
  addReports(reports)
  addTasks(tasks)
  return new sandbox.SandboxResponseConfigBuilder()
    .withCheckReports(reports.build())
    .withTaskResults(tasks.build())
    .build()
}

const only = (documentType: string, countryCode: string): Built =>
  new sandbox.SandboxDocumentFilterBuilder()
    .withDocumentType(documentType)
    .withCountryCode(countryCode)
    .build()
const rejectDocument = (reason: string) =>
  new sandbox.SandboxDocumentAuthenticityCheckBuilder().withRecommendation(
    new sandbox.SandboxRecommendationBuilder().withValue('REJECT').withReason(reason).build(),
  )
const rejectDocuments = (reason: string) =>
  build((reports) => reports.withDocumentAuthenticityCheck(rejectDocument(reason).build()))

/** The name of the builder, and the getter of the reports. */
const CHECKS = [
  ['DocumentAuthenticityCheck', 'getAuthenticityChecks'],
  ['DocumentFaceMatchCheck', 'getFaceMatchChecks'],
  ['DocumentTextDataCheck', 'getIdDocumentTextDataChecks'],
  ['IdDocumentComparisonCheck', 'getIdDocumentComparisonChecks'],
  ['ThirdPartyIdentityCheck', 'getThirdPartyIdentityChecks'],
  ['SupplementaryDocTextDataCheck', 'getSupplementaryDocumentTextDataChecks'],
  ['ZoomLivenessCheck', 'getLivenessChecks'],
] as const

describe('the official sandbox client', () => {
  it('configures every report and task of a session', async () => {
    await using world = await startOfficialSdkFixture()
    const recommendation = new sandbox.SandboxRecommendationBuilder()
      .withValue('APPROVE')
      .withReason('PICTURE_TOO_DARK')
      .withRecoverySuggestion('BETTER_LIGHTING')
      .build()
    const breakdown = new sandbox.SandboxBreakdownBuilder()
      .withSubCheck('security_features')
      .withResult('NOT_AVAILABLE')
      .withDetail('some_detail', 'some value')
      .build()
    const passportText = new sandbox.SandboxDocumentTextDataExtractionTaskBuilder()
      .withDocumentFields({ full_name: 'Ada Sandbox', document_number: 'SANDBOX01' })
      .withDocumentField('nationality', 'IRL')
      .withDocumentIdPhoto('image/png', PNG)
      .withDetectedCountry('IRL')
      .withRecommendation(
        new sandbox.SandboxTextDataExtractionRecommendationBuilder().forProgress().build(),
      )
      .build()
    const letterText = new sandbox.SandboxSupplementaryDocTextDataExtractionTaskBuilder()
      .withDocumentField('organisation', 'Nrth Watr')
      .withDetectedCountry('GBR')
      .build()
    const addReports = (reports: Builder) => {
      for (const [name] of CHECKS) {
        const check = new sandbox[`Sandbox${name}Builder` as const]()
          .withRecommendation(recommendation)
          .withBreakdown(breakdown)
        if (name.includes('TextData')) check.withDocumentFields({ full_name: 'Read By Expert' })
        if (name.includes('Comparison')) check.withSecondaryDocumentFilter(only('PASSPORT', 'GBR'))
        reports[`with${name.replace('Zoom', '')}` as 'withLivenessCheck'](check.build())
      }
    }
    const config = build(addReports, (tasks) =>
      tasks
        .withDocumentTextDataExtractionTask(passportText)
        .withSupplementaryDocTextDataExtractionTask(letterText),
    )
    await world.sandboxClient.configureApplicationResponse(config)
    const always = { manual_check: 'ALWAYS' }
    const { id, read, result } = await world.completeSession({
      requested_checks: [
        { type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } },
        { type: 'ID_DOCUMENT_AUTHENTICITY' },
        { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'NEVER' } },
        { type: 'ID_DOCUMENT_COMPARISON' },
        { type: 'THIRD_PARTY_IDENTITY' },
      ],
      requested_tasks: [
        { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: always },
        { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: always },
      ],
      required_documents: [
        { type: 'ID_DOCUMENT' },
        { type: 'ID_DOCUMENT' },
        { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
      ],
    })

    for (const [, getter] of CHECKS) {
      const checks = (read as Record<typeof getter, object[]>)[getter]
      expect([getter, first(checks)]).toMatchObject([
        getter,
        {
          getReport: {
            getRecommendation: {
              getValue: 'APPROVE',
              getReason: 'PICTURE_TOO_DARK',
              getRecoverySuggestion: 'BETTER_LIGHTING',
            },
            getBreakdown: [
              {
                getSubCheck: 'security_features',
                getResult: 'NOT_AVAILABLE',
                getDetails: [{ getName: 'some_detail', getValue: 'some value' }],
              },
            ],
          },
        },
      ])
    }
    const getContent = async (media: { getId(): string } | undefined) =>
      (await world.client.getMediaContent(id, media?.getId() ?? ''))?.getContent()
    const readJson = async (media: { getId(): string } | undefined) =>
      JSON.parse(String(await getContent(media))) as unknown
    const document = first(result.getResources().getIdDocuments())
    const letter = first(result.getResources().getSupplementaryDocuments())
    expect(document.getIssuingCountry()).toBe('IRL')
    expect(await getContent(document.getDocumentIdPhoto().getMedia())).toEqual(PNG)
    // The expert's text replaces what the task extracted.
    expect([
      await readJson(first(first(document.getTextExtractionTasks()).getGeneratedMedia())),
      await readJson(document.getDocumentFields().getMedia()),
      await readJson(first(first(letter.getTextExtractionTasks()).getGeneratedMedia())),
      await readJson(letter.getDocumentFields().getMedia()),
    ]).toEqual([
      { full_name: 'Ada Sandbox', document_number: 'SANDBOX01', nationality: 'IRL' },
      { full_name: 'Read By Expert' },
      { organisation: 'Nrth Watr' },
      { full_name: 'Read By Expert' },
    ])
  })

  it('configures all sessions of the application by document, and one session alone', async () => {
    await using world = await startOfficialSdkFixture()
    const licence = rejectDocument('DOCUMENT_COPY').withDocumentFilter(
      only('DRIVING_LICENCE', 'GBR'),
    )
    const passport = rejectDocument('TAMPERED').withDocumentFilter(only('PASSPORT', 'GBR'))
    await world.sandboxClient.configureApplicationResponse(
      build((reports) =>
        reports
          .withDocumentAuthenticityCheck(passport.build())
          .withDocumentAuthenticityCheck(licence.build()),
      ),
    )
    const own = await world.createSession()
    await world.sandboxClient.configureSessionResponse(own.id, rejectDocuments('COUNTERFEIT'))
    await own.endUser.captureAndFinish()
    const others = [
      await world.finishSession(SESSION_SPEC),
      await world.finishSession(SESSION_SPEC, { documentType: 'DRIVING_LICENCE' }),
      await world.finishSession(SESSION_SPEC, { issuingCountry: 'IRL' }),
    ]
    await world.clock.advance(600_000)

    const reasons: (string | undefined)[] = []
    for (const { id } of [own, ...others]) {
      const [check] = (await world.client.getSession(id)).getAuthenticityChecks()
      reasons.push(check?.getReport().getRecommendation().getReason())
    }
    expect(reasons).toEqual(['COUNTERFEIT', 'TAMPERED', 'DOCUMENT_COPY', undefined])
  })

  it('delays the reports by async_report_delay seconds', async () => {
    await using world = await startOfficialSdkFixture()
    await world.sandboxClient.configureApplicationResponse(
      build((reports) => reports.withAsyncReportDelay(120)),
    )
    const { id } = await world.finishSession(SESSION_SPEC)
    const readStates = async () => {
      const session = await world.client.getSession(id)
      return [session.getState(), ...session.getAuthenticityChecks().map((one) => one.getState())]
    }
    await world.clock.advance(119_000)
    expect(await readStates()).toEqual(['ONGOING', 'PENDING'])
    await world.clock.advance(1_000)
    expect(await readStates()).toEqual(['COMPLETED', 'DONE'])
  })
})
